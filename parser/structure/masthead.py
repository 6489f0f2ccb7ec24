"""刊头 and 目录: what the first page of an issue says.

In: pieces. Out: `Masthead` (district, title, year, number, date) and `Contents` (entries and the pieces they take).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parser.grammar.dates import find_date
from parser.grammar.doc_number import find_doc_numbers
from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.grammar.rules import expand, rule
from parser.grammar.titles import match_title, title_issuer, title_kind
from parser.model import ContentsEntry
from parser.pieces.piece import Piece
from parser.structure.titles import is_title_line
from parser.text.normalize import fold, squeeze

_N = NUMERAL
_NUMBER = re.compile(rf"(?:(?P<year>{_N}{{4}})年?)?[,(\[]?(?<!总)第(?P<no>{_N}{{1,4}})(?:[-·、,]{_N}{{1,3}})?[期号]")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d|[二一][〇零九一二三四五六七八○]{3})年")
_GAZETTE = re.compile(expand(r"(?P<body>{han}{2,24}?(?:人民政府(?:办公室)?|政府|区|县|市))公报(?![^(第\d\[,总]{1})"))
_ANY_GAZETTE = re.compile(expand(r"(?P<body>{han}{2,20})公报"))
_ENTRY_MARK = re.compile(expand(r"^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.．、]\s*(?={han})|^\s*[·•◆■▲★☆●○]\s*"))
_SENTENCE = re.compile(r"关于|[,。;:《》]")
_PLACE = re.compile(expand(r"(?P<place>{han}{2,12}?(?:自治县|新区|开发区|[区县市旗]))(?:人民)?政府"))
_CITY_BEFORE = re.compile(expand(r"^(?:{han}{2,8}?(?:省|自治区))?(?:{han}{2,6}?(?:市|州|盟|地区))?(?={han}{1,8}(?:区|县|市|旗)$)"))
_PAGE = re.compile(
    r"(?:(?:[.…·•。\-_\s]{2,}|\t|\s|(?<=[)\]》〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af])/)[\s(]*|"
    r"[.…·•]+\s*\(?\s*|\(\s*)(?P<page>\d{1,4})(?:\s*[-~～]\s*\d{1,4})?[\s)]*$"
)
_SECTION = re.compile(
    r"[\[【]?[^,。;:《》]{0,16}(?:文件|公文|任免|大事记|决定|命令|文选|规章|令|讲话|动态|其他|政策解读)[\]】]?|\[[^\[\]]{2,16}\]|[◆■●★▲][^,。;:《》]{2,12}"
)
_DOC_NUMBER_BEHIND = re.compile(r"\([^()]{2,14}[\[(]\d{4}[\])]\d{1,4}号\)$")
_MAX_MASTHEAD = 40
_LONGEST_LEADER = 120  # characters of leader dots and page number that are looked at
_SAME_END = 11  # characters that an entry and the title it announces have in common at their ends
_HEADINGS = frozenset(
    {"", "序号", "文号", "发文字号", "标题", "文件标题", "文件名称", "题目", "名称", "页码", "页次", "页", "栏目", "contents", "CONTENTS"}
)
_ORDER_BEHIND = re.compile(r"\s*\([^()]{0,24}(?:令|公告)?(?P<number>第\s*\d{1,5}\s*号)\s*\)\s*$")
_BODY_END = re.compile(expand(r"{body}$"))


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the 刊头 says. `district` is the place (张店区), `city` the city printed before it."""

    title: str
    district: str | None
    city: str | None
    year: int | None
    number: int | None
    published_on: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """The 目录: its entries, and the pieces (start inclusive, stop exclusive) that it takes."""

    entries: tuple[ContentsEntry, ...]
    start: int
    stop: int


def split_place(name: str) -> tuple[str | None, str | None]:
    """``淄博市周村区`` → ("周村区", "淄博市"); ``张店区`` → ("张店区", None)."""
    match = _CITY_BEFORE.match(name)
    city = match.group() if match and match.end() < len(name) else ""
    return name[len(city) :] or None, city or None


def find_place(text: str) -> tuple[str | None, str | None]:
    """District and city of the first government named in `text`."""
    match = _PLACE.search(squeeze(fold(text)))
    return split_place(match["place"]) if match else (None, None)


def read_masthead(pieces: Sequence[Piece], stop: int) -> Masthead | None:
    """The 刊头 in the pieces before `stop`; ``None`` if no gazette introduces itself there."""
    head = [piece for piece in pieces[: min(stop, _MAX_MASTHEAD)] if _may_introduce(piece)]
    flat = "".join(piece.key for piece in head)
    gazette = _GAZETTE.search(flat) or _ANY_GAZETTE.search(flat)
    number = _NUMBER.search(flat)
    if not gazette or not (number or "目录" in flat) or re.search(r"(?:统计|公布|发展)公报", flat):
        return None
    if any(rule("structure", "own_title").fullmatch(p.key) for p in head):  # a 普查公报 is a document, no gazette
        return None
    place = re.sub(r"(?:(?:人民)?政府(?:办公室)?|管理委员会|管委会)$", "", gazette["body"])
    district, city = split_place(place)
    return Masthead(
        title=gazette["body"] + "公报",
        district=district,
        city=city,
        year=_year(number, flat),
        number=parse_numeral(number["no"]) if number else None,
        published_on=find_date(flat),
    )


def _may_introduce(piece: Piece) -> bool:
    return piece.kind == "text" and len(piece.key) <= 60 and not re.search(r"[。《]|关于", piece.key)


def _year(number: re.Match[str] | None, flat: str) -> int | None:
    """The year printed with the number of the issue, else the first year of the masthead."""
    year = parse_numeral(number["year"]) if number and number["year"] else None
    if year is None and (match := _YEAR.search(flat)):
        return parse_numeral(match["year"])
    return year


def page_of(text: str) -> tuple[str, int | None]:
    """A line of the 目录 → its words and the page number behind the leader dots, if it ends in one."""
    before = max(0, len(text) - _LONGEST_LEADER)
    match = _PAGE.search(fold(text[before:]))
    if not match:
        return text.strip(), None
    return text[: before + match.start()].rstrip(" .…·•\t-—/|_"), int(match["page"])


def find_contents(pieces: Sequence[Piece]) -> Contents | None:
    """The 目录: from its heading to the last line that ends in a page number before the first document begins."""
    start = next((i for i, piece in enumerate(pieces[:_MAX_MASTHEAD]) if _heads_contents(piece)), None)
    if start is None:
        return None
    lines = list(_lines_of_contents(pieces, start + 1))
    numbered = [i for i, text in lines if page_of(text)[1] is not None]
    last = numbered[-1] if numbered else _unnumbered_end(pieces, start, lines)
    return Contents(tuple(_entries([t for i, t in lines if i <= last])), start, last + 1)


def _heads_contents(piece: Piece) -> bool:
    return piece.kind == "text" and rule("structure", "contents_heading").fullmatch(piece.key) is not None


def _lines_of_contents(pieces: Sequence[Piece], start: int) -> Iterator[tuple[int, str]]:
    """The lines that may be entries, each with the place of its piece, up to the first that cannot."""
    seen: list[str] = []
    for i, piece in enumerate(pieces[start:], start=start):
        if piece.kind == "furniture":
            continue
        if _ends_contents(piece, seen):
            return
        if piece.kind == "rows":
            yield from ((i, line.text.replace("\t", "  ")) for line in piece.lines)
        else:
            yield i, piece.text
        seen.append(piece.key)


def _ends_contents(piece: Piece, seen: Sequence[str]) -> bool:
    """True for a table of other things, a sentence, the bodies addressed, or an entry that stands a second time."""
    if piece.kind == "rows":
        return not all(_is_entry_row(line.text) for line in piece.lines)
    if re.search(r"[。;]$", piece.key) or (piece.key.endswith(":") and "政府" in piece.key):
        return True
    return piece.key in seen and len(piece.key) > 8 and not _SECTION.fullmatch(piece.key)


def _is_entry_row(text: str) -> bool:
    cells = [squeeze(fold(c)) for c in text.split("\t")]
    if all(c in _HEADINGS for c in cells):
        return True
    return page_of(text.replace("\t", "  "))[1] is not None and len(cells) <= 4


def _unnumbered_end(pieces: Sequence[Piece], start: int, lines: list[tuple[int, str]]) -> int:
    """A 目录 without page numbers ends before the first title that stands a second time."""
    texts = [(i, _DOC_NUMBER_BEHIND.sub("", squeeze(fold(t)))) for i, t in lines]
    alike: dict[str, list[int]] = {}
    for n, (_, text) in enumerate(texts):
        alike.setdefault(text[-_SAME_END:], []).append(n)
    for n, (_, text) in enumerate(texts):
        for later, other in (texts[at] for at in alike[text[-_SAME_END:]] if at > n):
            rest = _again(text, other)
            if rest is not None:  # the issuer's name may stand on a line of its own above the title
                return later - 2 if rest and squeeze(fold(pieces[later - 1].text)) == rest else later - 1
    return start + len({i for i, _ in lines if is_title_line(pieces[i])})


def _again(entry: str, line: str) -> str | None:
    """What of the 目录's `entry` is missing in `line` where the title begins a second time ("" for nothing), or ``None``."""
    if min(len(entry), len(line)) <= 10:
        return None
    if line.endswith(entry):
        return ""
    return entry.removesuffix(line) if entry.endswith(line) and line.startswith("关于") else None


def _entries(texts: list[str]) -> list[ContentsEntry]:
    """Lines → entries: a wrapped title is one entry, its 文号 and page belong to it, section labels are none."""
    entries: list[ContentsEntry] = []
    words, number = "", None
    labels = _labels(texts)

    def end(page: int | None = None) -> None:
        nonlocal words, number
        if words:
            entries.append(ContentsEntry(title=words, doc_number=number, page=page))
            words, number = "", None

    for text in texts:
        body, page = page_of(text)
        if _is_heading(text) or (page is None and _names_section(body, labels) and (not words or match_title(words))):
            continue
        if not words:
            body, number = _number_before(_ENTRY_MARK.sub("", body), number)
        body, number = _number_behind(words, body, number)
        if page is None and match_title(words) and match_title(squeeze(body)):
            end()
        words += squeeze(body)
        if page is not None:
            end(page)
    end()
    return entries


def _is_heading(text: str) -> bool:
    """目录, 页码, or nothing but signs."""
    return all(squeeze(fold(c)) in _HEADINGS for c in text.split("  ")) or re.fullmatch(r"[\W_a-zA-Z]+", fold(text)) is not None


def _names_section(body: str, labels: frozenset[str]) -> bool:
    folded = squeeze(fold(body)).strip("·•◆■▲★☆●○□-=~/|*")
    return _is_label(folded, labels) and "关于" not in folded


def _number_before(body: str, number: str | None) -> tuple[str, str | None]:
    """An entry that begins with its 文号 → the words behind it, the 文号."""
    first = next(find_doc_numbers(body), None)
    if first and not squeeze(body[: first[0]]).strip("(（"):
        return body[first[1] :].lstrip(")） "), str(first[2])
    return body, number


def _number_behind(words: str, body: str, number: str | None) -> tuple[str, str | None]:
    """A line that ends with the 文号 of the entry, or is it → the words before it, the 文号."""
    found = [(a, n) for a, b, n in find_doc_numbers(body) if squeeze(fold(body[b:])) in (")", "")]
    if not found:
        order = _ORDER_BEHIND.search(fold(body))
        return (body[: order.start()], squeeze(order["number"])) if order else (body, number)
    before = body[: found[-1][0]]
    if not squeeze(fold(before)).rstrip("("):
        return "", str(found[-1][1])
    return (before.rstrip("（( "), str(found[-1][1])) if _behind_title(words, before) else (body, number)


def _labels(texts: Sequence[str]) -> frozenset[str]:
    """Names of sections no list knows, by place and repetition: short lines without a page that stand twice, or where all entries have
    one and the next line begins a whole title."""
    bare = [(squeeze(fold(words)), page is not None) for words, page in map(page_of, texts)]
    counts = Counter(words for words, paged in bare if not paged and _may_label(words))
    before_entry = set(_before_entries(bare))
    return frozenset(words for words, count in counts.items() if (count > 1 or words in before_entry) and not is_issuer(words))


def _before_entries(bare: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """Lines without a page that stand behind an entry, or first of all, and before a whole title."""
    for (_, ended), (words, paged), (following, _) in zip([("", True), *bare], bare, bare[1:], strict=False):
        if ended and not paged and _begins_entry(following):
            yield words


def _may_label(words: str) -> bool:
    return 2 <= len(words) <= 14 and not re.search(r"关于|[,。;:《》]", words)


def _begins_entry(words: str) -> bool:
    """A whole title that names its issuer."""
    title = match_title(words)
    return title is not None and title.strong and _names_its_issuer(title.text)


def _names_its_issuer(title: str) -> bool:
    return bool(title_issuer(title))


def is_issuer(words: str) -> bool:
    """The body of a title that goes on in the next line (某区人民政府 / 关于…)."""
    return bool(_BODY_END.search(words))


def _is_label(words: str, labels: frozenset[str]) -> bool:
    return words in labels or bool(_SECTION.fullmatch(words))


def _behind_title(words: str, before: str) -> bool:
    """True for a 文号 in brackets right behind a whole title."""
    title = squeeze(words + before).rstrip("（(")
    return fold(before).rstrip().endswith("(") and (title.endswith("》") or title_kind(title) is not None)
