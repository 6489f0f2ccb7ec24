"""Files of corrections: what may stand in them, what is said of the rest, and that a masked number is gone from everything published."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from parser import parse_corpus, parse_texts
from parser.errors import CorrectionError
from parser.model import Corpus
from parser.records.registry import Registry
from parser.text.corrections import Corrections, load_corrections, read_corrections
from parser.text.read import SourceText
from parser.text.yaml_file import parse_yaml

from portal.output.archive import write_archive
from portal.site import SiteSettings, make_site

from tests.parser.text.test_privacy import identity

PROJECT = Path(__file__).resolve().parents[2]
LINES = (
    "澄湖区人民政府公报",
    "2030年第2期",
    "",
    "澄湖区人民政府办公室",
    "关于做好示例工作的通知",
    "澄政办字〔2030〕3号",
    "各镇人民政府：",
    "现就示例工作通知如下。",
    "一、建设数据平台，联系人张某，手机13812345678，办公电话0533-2345678。",
    "澄湖区人民政府办公室",
    "2030年3月1日",
)


def load(text: str) -> Corrections:
    return read_corrections(parse_yaml(text.encode(), "x.yml", CorrectionError), "x.yml")


def entry(fields: str) -> str:
    return "corrections:\n  - {" + fields + "}\n"


GOOD = "do: document, line: 4, has: 澄湖"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry(f"{GOOD}, title: 5"), "title 现在是“5”"),
        (entry(f"{GOOD}, issuer: [甲, 乙]"), "issuer 现在是“一列值”"),
        (entry(f"{GOOD}, issuer: {{a: b}}"), "issuer 现在是“一组值”"),
        (entry(f"{GOOD}, year: 2030"), "do: issue"),
        (entry(f"{GOOD}, published_on: 2030-01-01"), "do: issue"),
        (entry(f"{GOOD}, issued_on: 2023-13-45"), "issued_on 现在是“2023-13-45”，应当是日历上的日期"),
        (entry(f"{GOOD}, issued_on: 去年"), "issued_on 现在是“去年”"),
        (entry(f"{GOOD}, issued_on: [2023]"), "日历上的日期"),
        (entry(f"{GOOD}, public_release: 也许"), "true（公开）"),
        (entry(f"{GOOD}, addressees: 5"), "addressees"),
        (entry(f"{GOOD}, addressees: [5, {{}}]"), "addressees"),
        (entry(f"{GOOD}, doc_number: [5]"), "doc_number"),
        (entry(f"{GOOD}, colour: red"), "不认识的栏目 colour"),
        (entry(GOOD), "没有写要改哪一栏"),
        (entry("do: issue, line: 1, has: 公报, number: 第三期"), "number 现在是“第三期”，应当是1 到 999 的整数"),
        (entry("do: issue, line: 1, has: 公报, year:"), "year 现在是“”"),
        (entry("do: issue, line: 1, has: 公报, year: true"), "year 现在是“true”"),
        (entry("do: heading, line: 4, has: 澄湖, level: 一"), "level 现在是“一”，应当是1 到 9 的整数"),
        (entry("do: heading, line: 0, has: 澄湖"), "line 现在是“0”，应当是从 1 数起的整数"),
        (entry("do: heading, line: -3, has: 澄湖"), "line 现在是“-3”"),
        (entry("do: heading, line: 1.5, has: 澄湖"), "line 现在是“1.5”"),
        (entry("do: heading, line: [1], has: 澄湖"), "line 现在是“一列值”"),
        (entry(f"do: heading, line: {'9' * 5000}, has: 澄湖"), "line 现在是“999"),
        (entry("do: title, line: 5, to: 4, has: 澄湖"), "to 现在是“4”，应当不小于 line"),
        (entry("do: title, line: 5"), "还缺 has"),
        (entry("do: title, line: 5, has: ''"), "has 现在是“”"),
        (entry("do: title, has: 甲"), "还缺 line"),
        (entry("do: replace, line: 5, has: 甲, new: 乙"), "还缺 old"),
        (entry("do: replace, line: 5, has: 甲, old: '', new: 乙"), "old 现在是“”"),
        (entry("do: replace, line: 5, has: 甲, old: 丙, new: [乙]"), "new 现在是“一列值”"),
        (entry("do: cells, line: 5, has: 甲, cells: 乙"), "cells 现在是“乙”"),
        (entry("do: cells, line: 5, has: 甲, cells: []"), "cells"),
        (entry("do: cells, line: 5, has: 甲, cells: [[1]]"), "cells"),
        (entry('do: cells, line: 5, has: 甲, cells: ["a\\tb"]'), "制表符"),
        (entry("do: blow-up, line: 5, has: 甲"), "do 现在是“blow-up”，应当是 replace、"),
        (entry("do: [title], line: 5, has: 甲"), "do 现在是“一列值”"),
        ("corrections:\n  - 你好\n", "现在是“你好”"),
        ("corrections:\n  甲: 乙\n", "逐条列出"),
        ("correction: []\n", "corrections"),
        ("corrections: []\nother: 1\n", "只有 corrections"),
        ("[]", "corrections"),
        ("", "corrections"),
        ("corrections:\n  - {do: title\n  - x", "x.yml 第3行"),
        ("corrections:\n\t- a", "x.yml 第2行"),
        ("corrections:\n  - {do: title, do: heading, line: 1, has: 甲}", "“do”写了两次"),
        ("corrections:\n  - !!python/object/apply:os.system [id]", "x.yml 第2行"),
        ("corrections: &a [*a]", "没有着落"),
        ("[" * 5000, "层次太深"),
        ("a: \x07", "控制字符"),
    ],
)
def test_what_may_not_stand_there_is_told_with_its_value_and_what_may(text: str, words: str) -> None:
    with pytest.raises(CorrectionError) as raised:
        load(text)
    assert str(raised.value).startswith("x.yml")
    assert words in str(raised.value)
    assert len(str(raised.value)) < 400


def test_the_message_names_entry_and_line() -> None:
    text = "corrections:\n  # 说明\n  - {do: title, line: 1, has: 甲}\n\n  - do: heading\n    line: 3\n    has: 乙\n    level: 高\n"
    with pytest.raises(CorrectionError, match=r"x\.yml 第2条更正（第5行）：level 现在是“高”"):
        load(text)


def test_a_bomb_of_references_is_refused_quickly() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(CorrectionError, match="内容太多"):
        load("\n".join(rows))


def test_a_file_of_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("corrections:\n# 说明\n".encode() + "# 张店".encode("gb18030"))
    with pytest.raises(CorrectionError, match=r"a\.yml 第3行：文件不是 UTF-8"):
        load_corrections(tmp_path, ["a.txt"])
    (tmp_path / "b.yml").mkdir()
    with pytest.raises(CorrectionError, match="不是普通文件"):
        load_corrections(tmp_path, ["b.txt"])


def test_what_is_written_stays_as_written() -> None:
    (read,) = load("corrections:\n  - {do: cells, line: 1, has: 甲, cells: [01, 1.50, 2022-03-04, yes, 1_000, 1:30, ~, '']}\n").entries
    assert read.values["cells"] == ["01", "1.50", "2022-03-04", "yes", "1_000", "1:30", "", ""]


def parsed(text: str, lines: tuple[str, ...] = LINES) -> Corpus:
    return parse_texts([SourceText(name="x.txt", lines=lines)], Registry(), {"x.txt": load(text)})


def test_fields_of_the_issue_are_set_by_hand() -> None:
    corpus = parsed(entry("do: issue, line: 1, has: 公报, year: 2031, number: 4, published_on: 2031年2月3日, title: 澄湖区政府公报"))
    (issue,) = corpus.issues
    assert (issue.year, issue.number, issue.published_on, issue.title) == (2031, 4, "2031-02-03", "澄湖区政府公报")
    assert issue.id.endswith("/2031-04")


def test_fields_of_a_document_are_set_by_hand() -> None:
    fields = "title: 另一个标题, issued_on: 2030年4月1日, issuer: 澄湖区某局, addressees: 甲镇，乙镇, public_release: 是"
    corpus = parsed(entry(f"do: document, line: 4, has: 澄湖, {fields}"))
    (document,) = corpus.documents
    assert (document.title, document.issued_on, document.issuer) == ("另一个标题", "2030-04-01", "澄湖区某局")
    assert (document.addressees, document.public_release) == (("甲镇", "乙镇"), True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("do: replace, line: 9, has: 联系人, old: 李某, new: 王某", "没有要替换的“李某”"),
        ("do: replace, line: 9, has: 李某, old: 张某, new: 王某", "第9行没有“李某”"),
        ("do: ignore, line: 900, has: 张某", "第900行没有了，这个文件只有11行"),
        ("do: ignore, line: 1, to: 999999999, has: 张某", "只有11行"),
        ("do: document, line: 8, has: 通知, title: 标题", "第8行不是文件标题的第一行"),
        ("do: replace, line: 9, has: 手机13912345678, old: 手机, new: 电话", "139****5678"),
    ],
)
def test_a_correction_without_effect_is_told(fields: str, words: str) -> None:
    (found,) = [diagnostic for diagnostic in parsed(entry(fields)).diagnostics if diagnostic.code == "G501"]
    assert words in found.message


def test_fields_of_an_issue_that_is_none_are_told() -> None:
    corpus = parsed(entry("do: issue, line: 1, has: 办公室, year: 2031"), LINES[3:])
    assert "没有读出公报刊头" in next(diagnostic.message for diagnostic in corpus.diagnostics if diagnostic.code == "G501")


def test_a_correction_file_of_no_issue_is_told(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    (tmp_path / "corrections").mkdir()
    (tmp_path / "issues" / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    for name in ("a.yml", "b.yml", "a.yaml"):
        (tmp_path / "corrections" / name).write_text("corrections: []", encoding="utf-8")
    found = [diagnostic for diagnostic in parse_corpus([tmp_path], content=tmp_path).diagnostics if diagnostic.code == "G501"]
    assert [diagnostic.source.file for diagnostic in found] == ["a.yaml", "b.yml"]


# --- masked: gone from everything -------------------------------------------------------------------------------------------------

NUMBER, SECOND = identity("37030319801231002"), identity("11010119900307004")
TABLE = f"<table><tr><td>姓名</td><td>身份证号</td></tr><tr><td>张某</td><td>{SECOND[:6]}<b>{SECOND[6:]}</b></td></tr></table>"
PRIVATE = (
    *LINES[:8],
    f"一、建设数据平台，联系人张某，身份证号{NUMBER}，手机13812345678，办公电话0533-2345678。",
    f"二、另一联系人李某，身份证号{NUMBER[:6]}",
    f"{NUMBER[6:]}，住某镇。",
    TABLE,
    "| 赵某 | 13912345678 |",
    *LINES[9:],
)
MASKS = f"""corrections:
  - {{do: replace, line: 9, has: 联系人, old: {NUMBER}, new: 3703**********}}
  - {{do: replace, line: 10, has: 李某, old: '{NUMBER[:6]}', new: '37****'}}
  - {{do: replace, line: 11, has: 某镇, old: '{NUMBER[6:]}', new: '********'}}
  - {{do: replace, line: 12, has: 张某, old: '{SECOND[:6]}<b>{SECOND[6:]}</b>', new: '110***********'}}
  - {{do: cells, line: 13, has: 赵某, cells: [赵某, 139****5678]}}
"""
GONE = (NUMBER, NUMBER[6:], NUMBER[:10], SECOND, SECOND[6:], "13912345678")


def test_a_masked_number_is_gone_from_every_record_and_a_number_beside_it_is_still_told() -> None:
    corpus = parsed(MASKS, PRIVATE)
    text = repr(corpus)
    assert [number for number in GONE if number in text] == []
    assert "13812345678" in text
    assert [diagnostic.code for diagnostic in corpus.diagnostics if diagnostic.code.startswith(("G5", "G6"))] == ["G604"]
    raw = {line.number: line.text for block in corpus.blocks for line in block.lines}
    assert {number: raw[number] for number in (1, 4, 8)} == {number: PRIVATE[number - 1] for number in (1, 4, 8)}


def test_a_raw_line_is_only_altered_where_a_number_is_masked() -> None:
    corpus = parsed(entry("do: replace, line: 9, has: 联系人, old: 数据平台, new: 数据平合"), PRIVATE)
    raw = {line.number: line.text for block in corpus.blocks for line in block.lines}
    assert raw == {number: line for number, line in enumerate(PRIVATE, 1) if line.strip()}


def write_content(folder: Path) -> None:
    for name in ("issues", "corrections", "units"):
        (folder / name).mkdir(parents=True)
    (folder / "issues" / "x.txt").write_text("\n".join(PRIVATE), encoding="utf-8")
    (folder / "corrections" / "x.yml").write_text(MASKS, encoding="utf-8")


def everything(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """A file, and the files in it if it is an archive or a workbook."""
    if not data.startswith(b"PK"):
        return [(name, data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(f"{name}/{inner}", archive.read(inner)) for inner in archive.namelist()]


@pytest.mark.whole_site
def test_a_masked_number_is_in_no_file_of_the_site_the_archive_and_the_index(tmp_path: Path) -> None:
    write_content(tmp_path / "content")
    settings = SiteSettings(project=PROJECT, content=tmp_path / "content", index_html=True)
    make_site([tmp_path / "content"], tmp_path / "site", settings)
    make_site([tmp_path / "content"], tmp_path / "site.zip", settings, write=write_archive)
    files = [(path.name, path.read_bytes()) for path in (tmp_path / "site").rglob("*") if path.is_file()]
    files.append(("site.zip", (tmp_path / "site.zip").read_bytes()))
    parts = [part for name, data in files for inner in everything(name, data) for part in everything(*inner)]
    assert len(parts) > 100
    shown = (*GONE, "13812345678")
    found = {number for number in shown for _, data in parts if number.encode() in data}
    assert found == {"13812345678"}
