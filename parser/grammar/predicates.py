"""The verb phrase of a clause: where the names end, and what the words behind them say about their role.

In: one clause of a statement (``区公安分局按职责分工负责``, ``县水利局业务指导并协助县园林局抓好绘制``) and what is known as a
name. Out: a `Predicate`, or ``None`` where the clause has none. The role is that of the first role word; what follows is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parser.grammar.bodies import body_prefix
from parser.grammar.rules import key, load_rules, rule
from parser.grammar.unit_names import IsName
from parser.model import Role
from parser.text.normalize import fold

_ROLES: dict[str, Role] = {
    "support_be": "support", "guide_be": "support", "lead_be": "lead", "responsible_be": "responsible",
    "support": "support", "lead": "lead", "guide": "support", "responsible": "responsible",
}  # fmt: skip
_PLAIN_SUPPORT = re.compile(r"配合|协办|会办|协作|协同|联办")
_TOPIC = re.compile(r"^.{0,40}?(?<![自缘理经事])由(?![贸来于])(?=.{2})")
_ASKED = re.compile(
    r"^(?:(?:会议|经研究|与会[一-鿿]{0,4})(?:研究)?(?:确定|决定|议定|明确|要求|同意|强调|指出|认为|商定)[,:]?|会议(?=由|请|责))?"
    r"(?:由|请|责成|责令|要求|指定|委托|交由|以(?=[^,。;]{2,60}为主))?(?=[一-鿿]{2})"
)
_LEAD_IN = re.compile(r"^(?:其中|以及|并|及|和|与|[:：])(?=[一-鿿]{2})")
_MISREAD_MANNER = re.compile(r"(?<=[局委办部厅院会])分局$")  # 分局负责 is OCR for 分别负责 behind a whole name
_LEVEL = re.compile(r"[区县市省旗州乡镇各]")
_BODYISH = re.compile(r"[局委办部厅署院会社馆站队科股处室所组心司团校镇乡村关行班厂场协议区县市旗位门)）]$")
_TITLES = re.compile(r"《[^《》]{1,120}》|“[^“”]{1,24}”")  # what a title says is no predicate
_STRONG = re.compile(r"(?:[局委办部厅)）]|公司|政府|中心|集团|小组|银行|单位|部门|乡镇|街道)$")
_POST = re.compile(r"领导|负责人|同志|[区县市省镇乡]长|书记|主任$|局长")
_NOUN_HERE = re.compile(r"(?:共同|分别|积极|密切)?(?:配合|参与|负责|牵头|协助|按)")
_BEHIND_NAME = re.compile(r"[等和与及(、]|以及|会同|会商|联合|商(?=[省市州区县])")
_ADVERBIAL = re.compile(r"[对在就为按将从向以会要应须可全每同加强进通积认严主定随统具并依根做抓]|.{0,2}$")
_MAX_CLAUSE = 240  # characters of a clause in which a role word is looked for
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Predicate:
    """`names` are the words in front of the verb phrase, `verb` how it says the role, `tail` what follows the role word.

    `said` is the text's own word for a role that it only comes near (业务指导 for support); `closed` tells that the tail says
    nothing but the role, so that what stands behind it is no object of the verb.
    """

    role: Role
    names: str
    verb: str
    tail: str
    said: str | None
    closed: bool
    head: str


@cache
def _heads() -> re.Pattern[str]:
    rules = {r.id: r.pattern.pattern for r in load_rules("roles")}
    return re.compile("|".join(f"(?P<{name}>{rules[name]})" for name in _ROLES))


@cache
def _manner() -> re.Pattern[str]:
    return re.compile(f"(?:{rule('roles', 'manner').pattern}){{1,6}}$")


@cache
def _begins() -> re.Pattern[str]:
    """A verb phrase right here: manner, then a role word."""
    return re.compile(f"(?:{rule('roles', 'manner').pattern}){{0,5}}(?:{_heads().pattern})")


def find_predicate(clause: str, is_name: IsName) -> Predicate | None:
    """The predicate of `clause` (no white space in it): 区环卫局|牵头负责, 县住建局|业务指导, (no name)|按职责分工负责."""
    if len(clause) > _MAX_CLAUSE:
        return None
    clause = _behind_topic(clause[_asked_stop(clause) :], is_name)
    folded = _TITLES.sub(lambda m: "〇" * len(m.group()), fold(clause))
    whole = is_name(clause)
    at = 0
    while match := _heads().search(folded, at):
        if folded[match.end() : match.end() + 1] == "的":
            at = match.end()  # 县水利局提出的方案, 由县政府牵头的联席会议: said of a thing
            continue
        left = clause[: match.start()]
        parted = _parts_names(left, clause[match.end() :], is_name)
        if whole and not parted:
            return None
        if match.group() == "组织" and _NOUN_HERE.match(folded, match.end()):
            at = match.end()  # 妇联组织配合: here it is a noun
            continue
        stop = None if parted else _inside_name(clause, folded, match.start(), match.end(), is_name)
        if stop is None:
            return _predicate(clause, folded, match, is_name)
        at = stop
    return None


def _asked_stop(words: str) -> int:
    """How much of 由, 请, 会议要求 stands before the first name."""
    match = _ASKED.match(fold(words))
    return match.end() if match else 0


def _behind_topic(clause: str, is_name: IsName) -> str:
    """``项目建设由县住建局负责`` → ``县住建局负责``; in ``县财政局负责由镇里代管的资金`` 由 belongs to the object."""
    match = _TOPIC.match(clause)
    if match is None or is_name(clause):
        return clause
    topic = clause[: match.end() - 1]
    before = find_predicate(topic, is_name) if len(topic) > 3 and "由" not in topic else None
    return clause if before is not None and before.names and is_name(before.names) else clause[match.end() :]


def _parts_names(left: str, right: str, is_name: IsName) -> bool:
    """``市住建局|指导|县规划局…``: a whole name on the left, one that begins anew on the right."""
    if not (_LEVEL.match(right) and is_name(left)):
        return False
    return any(is_name(right[:stop]) for stop in range(2, min(len(right), _MAX_NAME) + 1))


def _inside_name(clause: str, folded: str, start: int, end: int, is_name: IsName) -> int | None:
    """Where the name ends that the word stands in (县委|组织|部负责, 建设工程质量|监督|站指导); ``None`` if it is a verb."""
    for stop in range(end + 1, min(len(clause), end + 24) + 1):
        if _BODYISH.search(clause, 0, stop) and is_name(clause[:stop]) and _may_follow_name(folded, stop):
            return stop
    return None


def _may_follow_name(folded: str, at: int) -> bool:
    return at == len(folded) or _BEHIND_NAME.match(folded, at) is not None or _begins().match(folded, at) is not None


def _predicate(clause: str, folded: str, match: re.Match[str], is_name: IsName) -> Predicate:
    kind = match.lastgroup or "responsible"
    names = names_before(clause[: match.start()], is_name)
    begin = clause.rfind(names, 0, match.start()) + len(names) if names else match.start()
    if not names:
        begin = _manner_start(folded, match.start())
    tail = clause[match.end() :]
    closed = bool(rule("roles", "closed").fullmatch(fold(tail)))
    verb = clause[begin:] if closed else clause[begin : match.end()]
    return Predicate(_ROLES[kind], names, verb, tail, _said(kind, match.group(), clause[begin : match.end()]), closed, match.group())


def _manner_start(folded: str, stop: int) -> int:
    found = _manner().search(folded, 0, stop)
    return found.start() if found else stop


def _said(kind: str, head: str, words: str) -> str | None:
    """The words kept beside the role: 业务指导, 协助, 成员单位; nothing for 配合 and its like."""
    if _ROLES[kind] != "support" or _PLAIN_SUPPORT.search(head):
        return None
    if kind.endswith("_be"):
        return re.sub(r"^(?:作为|为|是|系|任|担任)(?:该项|本项|此项)?(?:工作|任务)?的?", "", head)
    return words.removeprefix("负责") if kind == "guide" and len(words) <= 8 else head.removeprefix("负责")


def names_before(left: str, is_name: IsName) -> str:
    """The names in the words before a role word, without the topic (其他由…), 请 and manner (按职责分工)."""
    left = without_topic(left, is_name)
    if _MISREAD_MANNER.search(left):
        left = _MISREAD_MANNER.sub("", left)
    if is_name(left):
        return left
    folded = fold(left)
    bare = left[: _manner_start(folded, len(left))]
    if not bare or is_name(bare) or re.search("会同|会商", bare):
        return bare
    return _longest_name(bare, is_name) or bare


def without_topic(words: str, is_name: IsName) -> str:
    """``其他由各片区管理局`` → ``各片区管理局``; 请 and the like in front go too."""
    words = words[_asked_stop(words) :]
    if is_name(words):
        return words
    words = _TOPIC.sub("", words) or words
    return _LEAD_IN.sub("", words)


def _longest_name(words: str, is_name: IsName) -> str | None:
    """The longest name that `words` begin with, if what is left over says how or to what (业务, 对全县…), not who."""
    if _POST.search(words):
        return None
    stops = [body_prefix(key(words)), *(i for i in range(min(len(words) - 1, _MAX_NAME), 2, -1) if _STRONG.search(words, 0, i))]
    for stop in stops:
        if 0 < stop < len(words) and _ADVERBIAL.match(words, stop) and not _BODYISH.search(words) and is_name(words[:stop]):
            return words[:stop]
    return None


def acting_name(clause: str, is_name: IsName) -> str | None:
    """``县财政局保障资金`` → ``县财政局``: a body of the base, and a verb phrase that no rule knows; ``None`` if it is no such clause."""
    words = clause[_asked_stop(clause) :]
    stop = body_prefix(key(words))
    rest = words[stop:]
    if not stop or is_name(words) or not 2 <= len(rest) <= 40 or _BODYISH.search(rest) or rest[0] in "的等和与及、的":
        return None
    return words[:stop]
