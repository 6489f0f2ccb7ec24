"""Step 4, split: pieces of one file → masthead, 目录, and the documents in it.

In: the pieces. Out: `SplitFile`: which pieces are the masthead and the 目录, and a `DocumentPart` for each document
(its title and its pieces). What a web page puts around a text is furniture first.
Evidence for a document: a title with a 文号 or somebody addressed behind it, a 文号 right before it,
an entry of the 目录, or an end (date, (此件公开发布)) right before it. Pieces that belong nowhere are `orphans`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from parser.grammar.dates import parse_date
from parser.grammar.doc_number import parse_order_number
from parser.grammar.rules import expand, key, rule
from parser.grammar.titles import FOOTNOTE, KINDS, Title, begins_sentence, comparable, match_title, title_issuer
from parser.pieces.piece import Piece
from parser.structure.addressees import is_addressed
from parser.structure.forwarded import forwarded_title, forwards
from parser.structure.frame import NO_FIELDS, IndexFields, as_furniture, as_head, index_fields, is_head_line, is_note, without_frame
from parser.structure.masthead import Contents, Masthead, find_contents, read_masthead
from parser.structure.signature import is_org_line
from parser.structure.titles import is_title_line, read_title
from parser.text.normalize import squeeze

_LOOK_AHEAD = 4
_COVER = re.compile(
    r"(?:主管|主办|编辑|出版|印刷|承印|地址|邮政编码|邮编|电话|印数|准印证|发行|网址|印制|责任编辑|投稿邮箱|赠阅)[^,。]{0,20}:"
    r"|(?:免费)?赠阅$|内部资料"
)
_NAMES_BODY = re.compile(expand(r"[^,。;:《》]{1,40}{body}(?:关于|印发|转发|批转|对|公布|发布)"))
_NUMBERED_ORDER_END = re.compile(r"(?:令|公告|通告)$")
_PRINTED = re.compile(r"《(?P<title>[^《》]{4,80}(?:《[^《》]{2,40}》[^《》]{0,20})?)》[^。《》]{0,60}(?:印发|公布|发布|转发|下发)")
_ANNEX_NAME = re.compile(r"\s*附\s*件?\s*[:：]\s*(?:1\s*[.．、]\s*)?(?P<title>\S.{3,60})$")
_CITED = re.compile(r"《([^《》]{3,80}(?:[〈<《][^》〉>]{2,60}[〉>》][^《》]{0,20})?)》")
_OUTER_MARKS = str.maketrans("〈〉<>", "《》《》")
_SECTION_IN_BRACKETS = re.compile(r"\[[^\[\]。,;:《》\d]{2,12}\]")  # 【统计公报】
_LONGEST_NAME = 40
_INDEX_LINES = 30  # of a table of 索引号 and the like
_MAX_HEAD = 8  # lines of a 版头 or of a web page above a title


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One document: `title`, the pieces before it that belong to it (文号, 版头), and the pieces from the title on.

    A document without a title has one of no pieces (``title.count == 0``); `fields` is what a table before it says.
    """

    title: Title
    before: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    fields: IndexFields = NO_FIELDS


@dataclass(frozen=True, slots=True)
class SplitFile:
    masthead: Masthead | None
    contents: Contents | None
    masthead_pieces: tuple[Piece, ...]
    contents_pieces: tuple[Piece, ...]
    orphans: tuple[Piece, ...]
    documents: tuple[DocumentPart, ...]


def split_file(pieces: Sequence[Piece]) -> SplitFile:
    """Cut one file into its parts. A file without a masthead is one document, unless it plainly holds several."""
    pieces, fields = index_fields(without_frame(pieces))
    contents = _contents_of_issue(pieces)
    body = contents.stop if contents else 0
    starts = _find_starts(pieces, body, contents)
    first = _first(pieces, starts)
    masthead = read_masthead(pieces, contents.start if contents else first)
    if masthead and not contents:
        body = _masthead_end(pieces, first)
        masthead = masthead if body else None
    if not starts and (lone := _numbered_order(pieces, body) or _lone_document(pieces, body, fields)):
        starts = [lone]
    if masthead is None and contents is None:
        starts = _with_head(pieces, starts, body)
    head = contents.start if contents else body  # without a 目录 the masthead is all before the body, or there is nothing
    return SplitFile(
        masthead=masthead,
        contents=contents,
        masthead_pieces=tuple(pieces[:head]),
        contents_pieces=tuple(pieces[head:body]),
        orphans=tuple(pieces[body : _first(pieces, starts)]),
        documents=_with_fields(_cut(pieces, starts), fields),
    )


def _first(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]]) -> int:
    """Where the first document begins; behind everything if there is none."""
    return starts[0][0] if starts else len(pieces)


def _with_fields(documents: tuple[DocumentPart, ...], fields: IndexFields) -> tuple[DocumentPart, ...]:
    """The table of fields at the head of a file speaks of its only document."""
    return (replace(documents[0], fields=fields),) if len(documents) == 1 else documents


def _contents_of_issue(pieces: Sequence[Piece]) -> Contents | None:
    """The 目录 of the issue. A plan's own, printed in a notice or at the head of the plan, names chapters, and a document began before."""
    contents = find_contents(pieces)
    if contents is None:
        return None
    before = [title for _, _, title in _find_starts(pieces[: contents.start], 0, None)]
    if any(title.strong for title in before):
        return None
    if read_masthead(pieces, contents.start) is None:
        titles = [e for e in contents.entries if (t := match_title(e.title)) and (t.strong or e.doc_number)]
        return contents if len(titles) * 2 > len(contents.entries) else None
    return contents


def _with_head(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]], body: int) -> list[tuple[int, int, Title]]:
    """What a web page or a 版头 puts above the only title of a file belongs to the document, unless it is a text of its own."""
    if not starts:
        return starts
    begin, at, title = starts[0]
    cited = {comparable(m) for p in pieces[at : at + _MAX_HEAD] for m in _CITED.findall(p.text)} if title.kind in ("令", "公告") else set()
    issuer = comparable(title_issuer(title.text) or "")
    names = cited | {comparable(title.text)} | {issuer + kind for kind in KINDS if issuer}
    while begin > body and at - begin < _MAX_HEAD + _INDEX_LINES and _is_head(pieces[begin - 1], names):
        begin -= 1
    return [(begin, at, title), *starts[1:]]


def _is_head(piece: Piece, names: Collection[str] = ()) -> bool:
    """A line that can stand above a title: furniture, 版头, a note, a 文号, one of the `names` of the document."""
    if names and piece.kind == "text" and len(piece.key) > 4 and comparable(piece.text) in names:
        return True
    return piece.kind == "furniture" or is_head_line(piece) or is_note(piece) or piece.says.doc_number is not None


def _masthead_end(pieces: Sequence[Piece], first: int) -> int:
    """Without a 目录 the masthead is the lines before the first document up to the one that gives the number of the issue."""
    last = 0
    for i, piece in enumerate(pieces[: min(first, 12)]):
        if piece.kind == "text" and len(piece.key) <= 40 and re.search(r"公报|第.{1,4}期|主管|主办|编发|出版|^\(", piece.key):
            last = i + 1
    return last


def _find_starts(pieces: Sequence[Piece], body: int, contents: Contents | None) -> list[tuple[int, int, Title]]:
    """(first piece, piece of the title, title) for each document, in order."""
    wanted = [comparable(e.title) for e in contents.entries] if contents else []
    starts: list[tuple[int, int, Title]] = []
    i = body
    while i < len(pieces):
        if (said := _said_title(pieces, i)) is not None:
            starts.append((_begin(pieces, i, body), i, said))
            i += said.count
            continue
        if not wanted and (paper := _forwarded(pieces, starts, i)) is not None:
            starts.append((i, i, paper))
            i += paper.count
            continue
        title = _title_of_start(pieces, starts, i, wanted)
        if title is None:
            i += 1
            continue
        begin = _begin(pieces, i, body)
        if starts and _is_title_again(pieces, starts[-1], i, title):
            begin = starts.pop()[0]
        starts.append((begin, i, title))
        i += title.count
    return starts


def _title_of_start(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]], at: int, wanted: list[str]) -> Title | None:
    """The title at `at` if a document begins with it."""
    title = _announced(pieces, at, wanted) or read_title(pieces, at)
    forwarded = bool(starts) and forwards(starts[-1][2].text)
    if title is None or not _is_start(pieces, at, title, wanted, forwarded) or _is_printed(pieces, starts, at, title, wanted):
        return None
    return title


def _forwarded(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]], at: int) -> Title | None:
    """The paper that the document before forwards."""
    return forwarded_title(pieces, starts[-1][1:], at) if starts else None


def _is_title_again(pieces: Sequence[Piece], last: tuple[int, int, Title], at: int, title: Title) -> bool:
    """The title of the web page, and, with nothing of a text between, the same title as printed."""
    between = pieces[last[1] + last[2].count : at]
    first, second = comparable(last[2].text), comparable(title.text)
    return len(between) <= _MAX_HEAD and all(map(_is_head, between)) and (first == second or (len(second) >= 10 and first.endswith(second)))


def _begin(pieces: Sequence[Piece], at: int, body: int) -> int:
    """A 文号 above the title belongs to the document, and with it the 版头 it stands in."""
    begin = at
    for i in range(at - 1, max(body, at - _MAX_HEAD) - 1, -1):
        if pieces[i].kind == "text" and pieces[i].says.doc_number:
            begin = i
        elif pieces[i].kind == "text" and is_head_line(pieces[i]):
            begin = i if begin < at or _number_above(pieces, i, body) else begin
        else:
            break
    return begin


def _number_above(pieces: Sequence[Piece], at: int, body: int) -> bool:
    return at > body and pieces[at - 1].says.doc_number is not None


def _said_title(pieces: Sequence[Piece], start: int) -> Title | None:
    """Lines that an editor marked as the title of a document."""
    count = 0
    while start + count < len(pieces) and pieces[start + count].lines[0].hint == "title":
        count += 1
    text = "".join(squeeze(p.text) for p in pieces[start : start + count])
    return Title(text, count, None, strong=True) if count else None


def _announced(pieces: Sequence[Piece], start: int, wanted: list[str]) -> Title | None:
    """Lines that together are a title of the 目录, also where they are not written like one (政府工作报告)."""
    text = ""
    for count, piece in enumerate(pieces[start : start + 6], start=1):
        if not is_title_line(piece):
            return None
        text += squeeze(piece.text)
        form = comparable(match.text if (match := match_title(text)) else text)
        if len(form) >= 6 and form in wanted:
            return Title(text, count, None, strong=True)
        if any(len(w) >= 10 and form.endswith(w) for w in wanted):
            return None if count > 1 and _begins_later(pieces, start, count, wanted) else Title(text, count, None, strong=True)
    return None


def _begins_later(pieces: Sequence[Piece], start: int, count: int, wanted: list[str]) -> bool:
    """True where the title of the 目录 begins only with the second line: the first is the end of what stands before, and no body."""
    rest = comparable("".join(piece.text for piece in pieces[start + 1 : start + count]))
    return rest in wanted and not is_org_line(pieces[start])


def _is_start(pieces: Sequence[Piece], at: int, title: Title, wanted: list[str], forwarded: bool) -> bool:
    """Evidence that a document begins with `title`: see the head of this module. `forwarded`: the document before forwards a paper."""
    known = title.strong and _known(title.text, wanted)
    if _is_attached(pieces, at, title, announced=bool(wanted), known=known):
        return False
    if known or _is_headed(pieces, at, title):
        return True
    if not _after_end(pieces, at):
        return False
    if title.strong and forwarded and _has_byline(pieces, at + title.count, dated=False):
        return True
    return bool(_NAMES_BODY.match(title.text)) if title.strong else at > 0 and _is_own(title)


def _is_headed(pieces: Sequence[Piece], at: int, title: Title) -> bool:
    """A number, the bodies addressed or those that report stand beside the title."""
    behind = [p for p in pieces[at + title.count : at + title.count + _LOOK_AHEAD] if p.kind != "furniture"]
    if _has_number(pieces, at, behind) or _is_numbered(title, behind):
        return True
    if title.strong and any(is_addressed(p) for p in behind[:1]):
        return True
    return at > 0 and (title.strong or _is_own(title)) and _has_byline(pieces, at + title.count)


def _is_attached(pieces: Sequence[Piece], at: int, title: Title, *, announced: bool, known: bool) -> bool:
    """True for the title of an annex, 附件 above it (at the head of a file that word says nothing), and for one cited in a sentence."""
    before = pieces[at - 1] if at else None
    if before and before.kind == "text" and begins_sentence(before.text) and not re.search(r"[。;:!]$", before.key):
        return True
    if at > 1 and pieces[at - 1].kind == "text" and pieces[at - 1].says.annex_mark[0]:
        return True
    return announced and title.strong and not known and _follows_annex_mark(pieces, at)


def _is_numbered(title: Title, behind: Sequence[Piece]) -> bool:
    """某政府令 or 某政府公告 with its number."""
    if not _NUMBERED_ORDER_END.search(title.text):
        return False
    return bool(title.doc_number or (behind and parse_order_number(behind[0].text)))


def _has_number(pieces: Sequence[Piece], at: int, behind: Sequence[Piece]) -> bool:
    """A 文号 right behind the title or right before it."""
    above = at > 0 and pieces[at - 1].kind == "text" and pieces[at - 1].says.doc_number is not None
    return above or bool(behind and behind[0].says.doc_number)


def _has_byline(pieces: Sequence[Piece], at: int, *, dated: bool = True) -> bool:
    """The bodies that report, and, where it must be `dated`, the date in brackets, right behind a title."""
    bodies = 0
    while at < len(pieces) and bodies < _LOOK_AHEAD and is_org_line(pieces[at]):
        at, bodies = at + 1, bodies + 1
    if not dated:
        return bodies > 0
    in_brackets = at < len(pieces) and pieces[at].kind == "text" and pieces[at].key.startswith("(")
    return bodies > 0 and in_brackets and parse_date(pieces[at].key.strip("()")) is not None


def _is_own(title: Title) -> bool:
    """A 会议纪要, a 统计公报: the words themselves say what it is."""
    return len(title.text) >= 8 and bool(rule("structure", "own_title").fullmatch(FOOTNOTE.sub("", key(title.text))))


def _is_printed(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]], at: int, title: Title, wanted: list[str]) -> bool:
    """What the document before prints: its 《title》 stands there, and no 文号 or body addressed follows here."""
    if not starts or (_known(title.text, wanted) and starts[-1][2].kind not in ("令", "公告")):
        return False
    behind = [p for p in pieces[at + title.count : at + title.count + 2] if p.kind == "text"]
    if any(p.says.doc_number or is_addressed(p) for p in behind):
        return False
    if forwards(starts[-1][2].text) and _has_byline(pieces, at + title.count):
        return False
    form = comparable(title.text)
    return any(form.endswith(cited) for cited in _cited(pieces[starts[-1][1] : at]))


def _cited(pieces: Iterable[Piece]) -> list[str]:
    """The 《titles》 that texts print, in the form in which titles are compared."""
    return [comparable(found) for piece in pieces if piece.kind == "text" for found in _CITED.findall(piece.text)]


def _follows_annex_mark(pieces: Sequence[Piece], at: int) -> bool:
    """True where 附件 opened what comes, and no document ended since: a document attached to another."""
    for piece in reversed(pieces[max(0, at - 12) : at]):
        if piece.kind == "rows":
            return False
        if piece.kind == "text" and piece.says.annex_mark[0]:
            return True
        if piece.kind == "text" and (piece.says.date or re.search(r"[。;]$", piece.key)):
            return False
    return False


def _known(title: str, wanted: list[str]) -> bool:
    form = comparable(title)
    for entry in wanted:
        if entry == form or (len(entry) >= 10 and (form.endswith(entry) or entry.endswith(form))):
            return True
        if abs(len(entry) - len(form)) <= 8 and SequenceMatcher(None, entry, form, autojunk=False).ratio() >= 0.92:
            return True
    return False


def _after_end(pieces: Sequence[Piece], at: int) -> bool:
    """True if what stands before is the end of a document."""
    before = [p for p in pieces[max(0, at - 3) : at] if p.kind != "furniture"]
    if not before:
        return at == 0
    last = before[-1]
    if last.kind == "rows" or (len(last.key) <= 40 and re.search(r"公报$|第.{1,4}期", last.key)):
        return True
    if last.says.date or last.key.startswith(("(此件", "抄送", "(发至")) or _SECTION_IN_BRACKETS.fullmatch(last.key):
        return True
    return bool(re.search(r"\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$", last.key))


def _lone_document(pieces: Sequence[Piece], body: int, fields: IndexFields) -> tuple[int, int, Title] | None:
    """A file that is one document without the head of one: its title is the first line that can be one.

    A page that begins with the bodies addressed has none above: what it prints gives it one (现将《某方案》印发给你们).
    """
    first = next((i for i in range(body, len(pieces)) if pieces[i].kind != "furniture" and not pieces[i].says.doc_number), None)
    if first is None:
        return None
    if pieces[first].kind == "text" and not is_addressed(pieces[first], in_place=True) and (found := _any_title(pieces, first, body)):
        return found[0], *found
    begin = body if all(p.kind == "furniture" or p.says.doc_number for p in pieces[body:first]) else first
    return begin, first, Title(fields.title or _title_inside(pieces[first:]), 0, None, strong=False)


def _any_title(pieces: Sequence[Piece], first: int, body: int) -> tuple[int, Title] | None:
    """The first title of the lines from `first` on, else the first line that could be one."""
    for i in range(first, min(len(pieces), body + 12)):
        if pieces[i].kind == "text" and (title := read_title(pieces, i)):
            return i, title
    for i in range(first, min(len(pieces), body + 6)):
        if is_title_line(pieces[i]) and not is_org_line(pieces[i]) and not _in_brackets(pieces[i].key):
            return i, Title(squeeze(pieces[i].text), 1, None, strong=False)
    return None


def _numbered_order(pieces: Sequence[Piece], body: int) -> tuple[int, int, Title] | None:
    """某政府令〔2010〕第15号: a line that is title and 文号 at once, and no title anywhere."""
    for i in range(body, len(pieces)):
        if pieces[i].kind != "furniture" and not pieces[i].says.doc_number:
            return None
        if pieces[i].kind == "text" and (title := match_title(pieces[i].text)) and title.kind in ("令", "公告") and title.doc_number:
            return i, i, title
    return None


def _in_brackets(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _title_inside(pieces: Sequence[Piece]) -> str:
    """The name of a text without a title: the 《》 it prints, its annex, else its first words."""
    texts = [p for p in pieces if p.kind == "text"]
    if printed := _printed_inside(texts):
        return printed
    first = next((p for p in texts if not is_addressed(p, in_place=True)), texts[0] if texts else None)
    words = re.split(r"[。；：;:]", squeeze(first.text))[0] if first else ""
    return words[:_LONGEST_NAME] or "（没有标题）"


def _printed_inside(texts: Sequence[Piece]) -> str | None:
    """The first 《title》 that the first lines print, else the name of the first annex."""
    for piece in texts[:6]:
        if match := _PRINTED.search(piece.says.folded):
            return squeeze(piece.text[match.start("title") : match.end("title")]).translate(_OUTER_MARKS)
    for piece in texts:
        if (match := _ANNEX_NAME.match(piece.text)) and not re.search("[。；;]", match["title"]):
            return squeeze(match["title"])
    return None


def _cut(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]]) -> tuple[DocumentPart, ...]:
    parts: list[DocumentPart] = []
    for n, (begin, at, title) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else len(pieces)
        parts.append(DocumentPart(title, tuple(map(as_head, pieces[begin:at])), _without_frame(pieces[at:stop])))
    return tuple(parts)


def _without_frame(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces; at their end, names of sections and the lines of the back cover are furniture."""
    kept = list(pieces)
    for i in range(len(kept) - 1, 0, -1):
        piece = kept[i]
        if piece.kind == "text" and rule("structure", "section_label").fullmatch(piece.key):
            kept[i] = as_furniture(piece, "栏目名")
        elif piece.kind == "text" and _COVER.match(piece.key):
            kept[i] = as_furniture(piece, "封底")
        elif piece.kind != "furniture":
            break
    return tuple(kept)
