"""Labels in front of lists: 责任单位：, 牵头部门（单位）：, 完成时限：, and any other label that ends a list of units.

In: the words of a statement. Out: its parts by label. A label misread by one character is taken for what it must be where a list
of units follows it, and is told apart as a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parser.grammar.rules import first_match, key, rule, words
from parser.grammar.unit_names import IsName, is_unit_list, looks_like_name, without_blanks
from parser.model import ROLES
from parser.text.normalize import fold

_LABEL = re.compile(r"(?:^|(?<=[;,。(、\]:]))(?=(?P<label>[一-鿿、及和/]{2,12}?(?:\([^()]{1,24}\))?[一-鿿]{0,4}?):)")
_ANY_LABEL = re.compile(r"[一-鿿]{2,8}")
_WORD = r"(?:牵头|责任|配合|承办|主办|协办|落实|实施|负责|参与|参加|协同|会办)(?:单位|部门)"
_LABEL_BEHIND_NAME = re.compile(rf"(?<=[局委办室部会院队司镇道处所站社厅馆校企心府关行团)])(?={_WORD}(?:[:为是]|[省市州盟区县旗镇乡各]))")
_BESIDE = (
    r"(?:(?:完成|整改|办结)(?:时限|时间|期限)(?=[为是]|[\d一二三四五六七八九十本今明每长年])"
    r"|(?:责任人|责任领导|牵头领导|分管领导|联系人)(?=[一-鿿]{2,4}(?:$|[,;。、])))"
)
_LABEL_IS = re.compile(rf"(?:(?<=^)|(?<=[,;。、]))(?P<label>{_WORD}|(?:完成|整改|办结)(?:时限|时间|期限))(?:为|是)(?=[\d一-鿿])")
_BESIDE_LABEL = re.compile(rf"(?<=[,;。、])(?P<label>{_BESIDE})")
_SHORT = r"(?:牵头|主办|责任|承办|负责|协办|配合|参与)"
_SHORT_LABEL = re.compile(rf"(?<=[,;。])(?P<label>{_SHORT})(?=(?P<list>[省市州盟区县旗镇乡各][^,;。]{{1,200}}))")
_NO_LIST = re.compile(r"[和与及的未不在按可]|.*[要应须](?!急)|负责人")
_LOST_COLON = re.compile(rf"(?:(?<=^)|(?<=[,;。、]))(?P<label>{_WORD})(?P<mark>[;.。,·'\"|]?)(?=[一-鿿])")
_BLANK_COLON = re.compile(rf"(?:(?<=^)|(?<=[\s,;，；。、]))(?P<label>{_WORD})[ \t\u3000]{{1,8}}(?=[一-鿿])(?!{_WORD})")
_NEXT_LABEL = re.compile(rf"[;。]|[,、]{_WORD}(?:[:为是一-鿿])|[,、]{_BESIDE}|(?<=[一-鿿)]){_WORD}(?:[:为是]|[省市州盟区县旗镇乡各])")


@dataclass(frozen=True, slots=True)
class Part:
    """The words behind one label, up to the next; `kind` as in `label_kind`, `slip` if the label is misread."""

    label: str
    kind: str | None
    body: str
    slip: bool = False


def label_kind(label: str) -> str | None:
    """What a label announces: a role, ``deadline``, ``other`` (persons, aims, measures), or ``None``."""
    return _kind(key(label))


@lru_cache(maxsize=1 << 14)
def _kind(bare: str) -> str | None:
    return first_match("labels", bare) or first_match("labels", re.sub(r"\([^()]*\)", "", bare))


@lru_cache(maxsize=1 << 12)
def meant_label(label: str) -> str | None:
    """The label that a misread one must be: one character off (责住单位, 牵头单住), and no word of its own (配套单位)."""
    bare = key(label)
    if rule("label_forms", "own_word").fullmatch(bare):
        return None
    near = [w for w in words("label_forms", "canonical") if len(w) == len(bare) and sum(a != b for a, b in zip(w, bare, strict=True)) == 1]
    return near[0] if near else None


def division_label(label: str) -> bool:
    """True for 职责分工, 部门分工, 分工: what stands behind must say by itself that it names units."""
    return "分工" in label and "责任" not in label


def opens_with_division(text: str) -> bool:
    """True if `text` begins with 职责分工： and the like: duties in a 办法, tasks elsewhere."""
    match = _LABEL.match(key(text[:40]))
    return match is not None and division_label(match["label"])


def opens_with_label(text: str) -> bool:
    """True if `text` begins with a label of responsibility or of a 时限 (责任单位：, 完成时限：)."""
    return opening_label(text) in (*ROLES, "deadline")


def opens_without_colon(text: str) -> bool:
    """True if `text` begins with a label whose colon is lost or 为: 责任单位，县林业局…, 牵头部门是县林业局."""
    return _opens_without_colon(text[:60])


@lru_cache(maxsize=1 << 14)
def _opens_without_colon(head: str) -> bool:
    folded = key(head)
    match = _LOST_COLON.match(folded) or _LABEL_IS.match(folded)
    return match is not None and ":" not in folded[:14] and _is_listed(_up_to_label(folded[match.end() :]))


def _up_to_label(words: str) -> str:
    """The list that stands before the next label, with or without a colon, or the end of the clause."""
    stop = _NEXT_LABEL.search(words)
    return words[: stop.start()] if stop else words


def opens_with_any_label(text: str) -> bool:
    """True if `text` begins with a label of the kind that stands beside 责任单位：, such as 责任人： or 整改目标：."""
    return opening_label(text) is not None


def opening_label(text: str) -> str | None:
    """What the label that `text` begins with announces, as `label_kind`; ``None`` without one."""
    return _opening(text[:200])


@lru_cache(maxsize=1 << 14)
def _opening(head: str) -> str | None:
    match = _LABEL.match(key(head[:40]))
    if match is None:
        return None
    kind = label_kind(match["label"])
    if kind is not None:
        return kind
    meant = meant_label(match["label"])
    body = re.split("[;。；]", key(head)[match.end("label") + 1 :])[0] if meant else ""
    return label_kind(meant) if meant and is_unit_list(body) else None


def labelled_parts(text: str, is_name: IsName) -> Iterator[Part]:
    """Cut a statement at its labels. White space is gone from all parts; the first may have no label."""
    bare = _with_colons(without_blanks(_BLANK_COLON.sub(r"\g<label>：", text), is_name), is_name)
    folded = fold(bare)
    cuts = [(m, kind, slip) for m in _LABEL.finditer(folded) for kind, slip in [_cut_kind(m, folded)] if kind is not None]
    start = cuts[0][0].start() if cuts else len(bare)
    if bare[:start].strip(" ,;，；。"):
        yield Part("", None, bare[:start])
    for i, (cut, kind, slip) in enumerate(cuts):
        stop = cuts[i + 1][0].start() if i + 1 < len(cuts) else len(bare)
        yield Part(bare[cut.start("label") : cut.end("label")], kind, bare[cut.end("label") + 1 : stop], slip)


def _cut_kind(match: re.Match[str], folded: str) -> tuple[str | None, bool]:
    """What a word with a colon announces in the middle of a statement: any label ends the list before it."""
    label = match["label"]
    if (kind := label_kind(label)) is not None:
        return kind, False
    body = re.split("[;。]", folded[match.end("label") + 1 : match.end("label") + 200])[0]
    if (meant := meant_label(label)) and is_unit_list(body):
        return label_kind(meant), True
    before = folded[match.start() - 1 : match.start()]
    if before in (";", ",", "。") and _ANY_LABEL.fullmatch(label) and not looks_like_name(label):
        return "other", False
    return None, False


def _with_colons(text: str, is_name: IsName) -> str:
    """Labels that lost their colon, or say 为 instead, get one; a label glued to the name before it is parted from it."""
    folded = fold(text)
    for match in reversed(list(_LABEL_IS.finditer(folded))):
        text = _with_colon(text, match, text[match.end() :])
    folded = fold(text)
    if re.match(_WORD, folded):
        for match in reversed(list(_LABEL_BEHIND_NAME.finditer(folded))):
            text = f"{text[: match.start()]}；{text[match.start() :]}"
    folded = fold(text)
    if re.match(f"{_WORD}|{_SHORT}:", folded):
        text = _short_labels(text)
    return _with_lost_colons(text)


def _with_lost_colons(text: str) -> str:
    """Labels that lost their colon get it back where a list of units stands behind them."""
    folded = fold(text)
    for match in reversed(list(_LOST_COLON.finditer(folded))):
        rest = text[match.end() :]
        listed = _up_to_label(fold(rest))
        within = match.start() > 0 and re.match(_WORD, folded) is not None
        if listed.startswith(":") or re.match(_WORD, listed) or _NO_LIST.match(listed):
            continue
        if within or ((match.start() == 0 or folded[match.start() - 1] in ";。") and _is_listed(listed)):
            text = _with_colon(text, match, rest)
    return text


def _is_listed(words: str) -> bool:
    """True if a list of units stands here: its first name is known as one, and nobody is told what to do."""
    return is_unit_list(re.split("[、,;。]", words)[0]) and not _NO_LIST.match(words)


def _short_labels(text: str) -> str:
    """Behind a label: ，协办县财政局 · ，完成时限6月底前 · ，责任人王某某 are labels that lost their colon."""
    for match in reversed(list(_BESIDE_LABEL.finditer(fold(text)))):
        text = _with_colon(text, match, text[match.end() :])
    for match in reversed(list(_SHORT_LABEL.finditer(fold(text)))):
        if is_unit_list(match["list"]):
            text = _with_colon(text, match, text[match.end() :])
    return text


def _with_colon(text: str, match: re.Match[str], rest: str) -> str:
    before = text[: match.start()]
    before = f"{before[:-1]}；" if before.endswith("、") else before
    return f"{before}{match['label']}：{rest}"
