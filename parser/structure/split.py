"""Step 4, split: pieces of one file → masthead, 目录, and the documents in it.

In: the pieces. Out: `SplitFile`: which pieces are the masthead and the 目录, and a `DocumentPart` for each document
(its title and its pieces). Evidence for a document: a title with a 文号 or somebody addressed behind it, a 文号 right before it,
an entry of the 目录, or an end (date, (此件公开发布)) right before it. Pieces that belong nowhere are `orphans`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from parser.grammar.titles import Title, comparable
from parser.pieces.piece import Piece
from parser.structure.masthead import Contents, Masthead, find_contents, read_masthead
from parser.structure.titles import is_title_line, read_title
from parser.text.normalize import squeeze

_LOOK_AHEAD = 4
_SECTION_NAME = re.compile(r"[\[·◆■]?[^,。;:《》关]{2,14}(?:文件|公文|文选|大事记|任免|政策解读|规章|文件选登)[\]·]?")
_COVER = re.compile(
    r"(?:主管|主办|编辑|出版|印刷|承印|地址|邮政编码|邮编|电话|印数|准印证|发行|网址|印制|责任编辑|投稿邮箱|赠阅)[^,。]{0,20}:"
    r"|(?:免费)?赠阅$|内部资料"
)
_NAMES_BODY = re.compile(r".{2,30}(?:政府|办公室|委员会|局|委|指挥部|领导小组|中心|公司|院)(?:关于|印发|转发)")


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One document: `title`, the pieces before it that belong to it (a 文号 on top), and the pieces from the title on."""

    title: Title
    before: tuple[Piece, ...]
    pieces: tuple[Piece, ...]


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
    contents = find_contents(pieces)
    body = contents.stop if contents else 0
    starts = _find_starts(pieces, body, contents)
    first = starts[0][0] if starts else len(pieces)
    masthead = read_masthead(pieces, contents.start if contents else first)
    if masthead and not contents:
        body = _masthead_end(pieces, first)
        masthead = masthead if body else None
    if not starts and (lone := _lone_document(pieces, body)):
        starts = [lone]
        first = lone[0]
    head = contents.start if contents else (body if masthead else 0)
    documents = _cut(pieces, starts)
    return SplitFile(
        masthead=masthead,
        contents=contents,
        masthead_pieces=tuple(pieces[:head]),
        contents_pieces=tuple(pieces[head:body]) if contents else (),
        orphans=tuple(pieces[body:first]),
        documents=documents,
    )


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
        title = read_title(pieces, i)
        title = _announced(pieces, i, wanted) or title
        if title is None or not _is_start(pieces, i, title, wanted) or _is_printed(pieces, starts, i, title, wanted):
            i += 1
            continue
        starts.append((_begin(pieces, i, body), i, title))
        i += title.count
    return starts


def _begin(pieces: Sequence[Piece], at: int, body: int) -> int:
    """A 文号 right above the title belongs to the document."""
    return at - 1 if at > body and pieces[at - 1].kind == "text" and pieces[at - 1].says.doc_number else at


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
        form = comparable(text)
        if len(form) >= 6 and any(w == form or (form.endswith(w) and len(w) >= 10) for w in wanted):
            return Title(text, count, None, strong=True)
    return None


def _is_start(pieces: Sequence[Piece], at: int, title: Title, wanted: list[str]) -> bool:
    behind = [p for p in pieces[at + title.count : at + title.count + _LOOK_AHEAD] if p.kind != "furniture"]
    if any(p.kind == "text" and p.says.annex_mark[0] for p in pieces[max(0, at - 1) : at]):
        return False
    if wanted and title.strong and not _known(title.text, wanted) and _follows_annex_mark(pieces, at):
        return False
    if behind and behind[0].says.doc_number:
        return True
    if at and pieces[at - 1].kind == "text" and pieces[at - 1].says.doc_number:
        return True
    if any(_is_addressee(p) for p in behind[:1]) and title.strong:
        return True
    if title.strong and _known(title.text, wanted):
        return True
    if re.search(r"(?:令|公告|通告)$", title.text) and behind and re.fullmatch(r"\(?(?:\d{4}年)?第.{1,4}号\)?", behind[0].key):
        return True
    return title.strong and _after_end(pieces, at) and bool(_NAMES_BODY.match(title.text))


def _is_printed(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]], at: int, title: Title, wanted: list[str]) -> bool:
    """What the document before prints: its 《title》 stands there, and no 文号 or body addressed follows here."""
    if not starts or _known(title.text, wanted):
        return False
    behind = [p for p in pieces[at + title.count : at + title.count + 2] if p.kind == "text"]
    if any(p.says.doc_number or _is_addressee(p) for p in behind):
        return False
    form = comparable(title.text)
    cited = [comparable(m) for p in pieces[starts[-1][1] : at] if p.kind == "text" for m in re.findall(r"《([^《》]{6,80})》", p.text)]
    return any(c == form or form.endswith(c) for c in cited)


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


def _is_addressee(piece: Piece) -> bool:
    """各镇政府、街道办事处，区政府各部门：— ends in a colon, names bodies, is no sentence."""
    text = piece.key
    if piece.kind != "text" or not text.endswith(":") or len(text) > 160 or "。" in text:
        return False
    return not re.search(r"(?:如下.{0,4}|通知|职责|要求|长|员):$", text)


def _after_end(pieces: Sequence[Piece], at: int) -> bool:
    """True if what stands before is the end of a document."""
    before = [p for p in pieces[max(0, at - 3) : at] if p.kind != "furniture"]
    if not before:
        return at == 0
    last = before[-1]
    if last.kind == "rows" or (len(last.key) <= 40 and re.search(r"公报$|第.{1,4}期", last.key)):
        return True
    if last.says.date or last.key.startswith(("(此件", "抄送", "(发至")):
        return True
    return bool(re.search(r"\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$", last.key))


def _lone_document(pieces: Sequence[Piece], body: int) -> tuple[int, int, Title] | None:
    """A file that is one report: its title is the first line that can be one."""
    for i in range(body, min(len(pieces), body + 12)):
        if title := read_title(pieces, i):
            return i, i, title
    for i in range(body, min(len(pieces), body + 6)):
        if is_title_line(pieces[i]):
            return i, i, Title(squeeze(pieces[i].text), 1, None, strong=False)
    return None


def _cut(pieces: Sequence[Piece], starts: list[tuple[int, int, Title]]) -> tuple[DocumentPart, ...]:
    parts: list[DocumentPart] = []
    for n, (begin, at, title) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else len(pieces)
        parts.append(DocumentPart(title, tuple(pieces[begin:at]), _without_frame(pieces[at:stop])))
    return tuple(parts)


def _without_frame(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces; at their end, names of sections and the lines of the back cover are furniture."""
    kept = list(pieces)
    for i in range(len(kept) - 1, 0, -1):
        piece = kept[i]
        if piece.kind == "text" and _SECTION_NAME.fullmatch(piece.key):
            kept[i] = Piece("furniture", piece.lines, piece.text, "栏目名")
        elif piece.kind == "text" and _COVER.match(piece.key):
            kept[i] = Piece("furniture", piece.lines, piece.text, "封底")
        elif piece.kind != "furniture":
            break
    return tuple(kept)
