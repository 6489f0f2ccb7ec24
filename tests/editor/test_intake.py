"""A new issue comes as text, as a page, as a Word document: the same documents and tasks; what cannot be read is told in plain words."""

from __future__ import annotations

import io
import shutil
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import build

from parser.corpus import parse_texts
from parser.model import Corpus
from parser.records.registry import Registry, load_registry
from parser.text.read import SourceText, split_lines

from editor.intake.glyphs import whole_characters
from editor.intake.intake import take_in
from editor.intake.record import IntakeError

from tests.editor.renditions import as_docx, as_page
from tests.places import PROJECT

ISSUES = sorted((PROJECT / "gazette" / "issues").glob("*.txt"))
FEW = ISSUES[-2:]


@cache
def parsed(text: str) -> Corpus:
    return parse_texts([SourceText(name="x.txt", lines=split_lines(text))], bundled_registry())


@cache
def bundled_registry() -> Registry:
    return load_registry(PROJECT / "gazette" / "units")


def facts(corpus: Corpus) -> tuple[list[Any], list[Any]]:
    """What a document and a task say, without the lines they stand in."""
    documents = [(d.title, d.doc_number, d.issuer, d.issued_on, d.kind, d.addressees, d.annexes) for d in corpus.documents]
    tasks = [(t.document_id, t.ordinal, t.title, t.text, t.lead, t.responsible, t.support, t.deadlines) for t in corpus.tasks]
    return documents, tasks


@pytest.mark.parametrize("issue", [pytest.param(path, id=path.stem, marks=[pytest.mark.slow] * (path not in FEW)) for path in ISSUES])
@pytest.mark.parametrize("form", ["html", "docx", "txt"])
def test_every_form_gives_the_same_documents_and_tasks(issue: Path, form: str, tmp_path: Path) -> None:
    text = issue.read_text(encoding="utf-8")
    encoding = "gb18030" if issue.stem.endswith("01") else "utf-8"
    page = as_page(text).replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding)
    (tmp_path / f"x.{form}").write_bytes({"html": page, "docx": as_docx(text), "txt": text.encode()}[form])
    found = parsed(take_in(tmp_path / f"x.{form}").text)
    assert facts(found) == facts(parsed(text))
    assert found.documents


def test_only_the_main_text_of_a_page_is_taken(tmp_path: Path) -> None:
    html = """<html><head><meta name="ArticleTitle" content="关于示例的通知"></head><body><div class="top"><a href="/">首页</a></div>
      <div class="c"><div><p>各镇：</p><p>第一行<br>第二行 <b>粗</b>字</p><p></p><table><tr><td>一层壳<p>里面的字</p></td></tr></table>
      <p>正文很长，正文很长，正文很长，正文很长，正文很长，正文很长，正文很长，正文很长。</p><img src="a.png"></div></div>
      <footer>版权所有</footer><script>alert(1)</script><form><input value="检索">检索</form></body></html>"""
    (tmp_path / "x.html").write_text(html, encoding="utf-8")
    taken = take_in(tmp_path / "x.html")
    lines = [line for line in taken.text.splitlines() if line]
    assert lines[:6] == ["关于示例的通知", "各镇：", "第一行", "第二行 粗字", "一层壳", "里面的字"]
    assert not {"版权所有", "检索", "alert", "首页"} & set(taken.text.split())
    assert any("1 幅图片" in note for note in taken.notes)
    assert any("标题取自网页信息" in note for note in taken.notes)


def merged_docx() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, values in zip(table.rows, (("任务", "牵头单位", "时限"), ("甲", "区司法局", "6月"), ("", "区财政局", "7月")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["html", "docx"])
def test_merged_cells_keep_their_spans(form: str, tmp_path: Path) -> None:
    html = (
        "<table><tr><td>任务</td><td>牵头单位</td><td>时限</td></tr><tr><td rowspan=2>甲</td><td>区司法局</td><td>6月</td></tr>"
        "<tr><td>区财政局</td><td>7月</td></tr></table>"
    )
    (tmp_path / f"x.{form}").write_bytes(html.encode() if form == "html" else merged_docx())
    assert '<td rowspan="2">甲</td><td>区司法局</td>' in take_in(tmp_path / f"x.{form}").text


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def scan() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (200, 300), 255).save(buffer, "PDF")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", scan(), "是扫描件.*没有文字层"),
        ("a.pdf", b"%PDF-1.7 broken", "打不开"),
        ("a.docx", zip_of(a=b"x"), "不是 Word 文档"),
        ("a.docx", b"PK\x03\x04broken", "已损坏"),
        ("a.docx", zip_of(word__document_xml=b"<x"), "已损坏"),
        ("a.docx", zip_of(word__document_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "不正常"),
        ("a.docx", zip_of(word__document_xml=b"<x/>"), "没有文字"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ("a.ofd", b"xyz", "读不了"),
        ("a.jpg", b"\xff\xd8\xff", "文字识别"),
        ("a.txt", b"", "空的"),
        ("a.txt", b"\x00\x01\x02\x03" * 100, "不是文本文件"),
        ("a.html", b"<html><body><img src=x></body></html>", "没有文字"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IntakeError, match=message):
        take_in(tmp_path / name)


def test_numbers_that_word_makes_itself_are_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一项", style="List Number")
    paragraph = document.add_paragraph("第二项")
    paragraph._p.get_or_add_pPr().get_or_add_numPr()
    document.save(str(tmp_path / "a.docx"))
    assert any("自动编号" in note for note in take_in(tmp_path / "a.docx").notes)


def test_radicals_of_fonts_become_characters() -> None:
    assert whole_characters("⻘⽉⼾⻓―普通") == ("青月户长—普通", 5)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with the sample's registry and no issues."""
    (tmp_path / "gazette" / "units").mkdir(parents=True)
    shutil.copy(PROJECT / "gazette" / "units" / "chenghu.yml", tmp_path / "gazette" / "units")
    return tmp_path / "gazette"


def add(content: Path, file: Path, *more: str) -> Result:
    return CliRunner().invoke(build.main, ["add", str(file), "--content", str(content), *more])


def test_an_issue_goes_to_its_place_and_the_editor_hears_what_was_found(content: Path, tmp_path: Path) -> None:
    (tmp_path / "第一期.docx").write_bytes(as_docx(ISSUES[0].read_text(encoding="utf-8")))
    result = add(content, tmp_path / "第一期.docx")
    assert result.exit_code == 0, result.output
    assert (content / "issues" / "chenghu-2025-01.txt").is_file()
    for words in ("公报：澄湖区 2025年第1期", "文件 7 份，任务 50 项", "澄政发〔2025〕2号", "解析提示", "下一步"):
        assert words in result.output


def test_another_text_under_the_same_name_is_not_overwritten(content: Path, tmp_path: Path) -> None:
    text = "\n".join(ISSUES[0].read_text(encoding="utf-8").splitlines()[:60])
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("观澜路", "听澜路"), encoding="utf-8")
    assert add(content, tmp_path / "a.txt").exit_code == 0
    assert add(content, tmp_path / "a.txt").exit_code == 0
    refused = add(content, tmp_path / "b.txt")
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert "听澜路" not in (content / "issues" / "chenghu-2025-01.txt").read_text(encoding="utf-8")
    assert add(content, tmp_path / "b.txt", "--replace").exit_code == 0
    assert "听澜路" in (content / "issues" / "chenghu-2025-01.txt").read_text(encoding="utf-8")
    assert [path.name for path in (content / "issues").iterdir()] == ["chenghu-2025-01.txt"]


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/x", "甲", "A", ".x", "x.txt"])
def test_no_name_leaves_the_folder(content: Path, name: str) -> None:
    result = add(content, ISSUES[0], "--name", name)
    assert result.exit_code == 1
    assert "不能用" in result.output
    assert not (content / "issues").exists()


def test_a_secret_file_is_refused(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("机密★10年\n\n" + ISSUES[-1].read_text(encoding="utf-8"), encoding="utf-8")
    result = add(content, tmp_path / "a.txt")
    assert result.exit_code == 1
    assert "密级标志" in result.output
    assert not (content / "issues").exists()


def test_what_is_no_gazette_is_refused(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello\n", encoding="utf-8")
    assert "没有读出任何文件" in add(content, tmp_path / "a.txt").output


def test_a_title_and_a_number_beside_the_main_part_are_taken(tmp_path: Path) -> None:
    """Some pages set the text of a 名单 apart from its head; the navigation above stays out."""
    page = tmp_path / "page.html"
    members = "".join(f"<li>成 员：甲{number}（区财政局）</li>" for number in range(20))
    page.write_text(
        '<meta charset="utf-8"><title>澄湖区人民政府办公室关于成立龙舟赛筹备小组的通知-澄湖区人民政府</title><body>'
        "<p><b>澄政办字〔2025〕7号</b></p><p>澄湖区人民政府办公室关于成立<br>龙舟赛筹备小组的通知</p>"
        f"<div><ul><li>组 长：乙</li>{members}</ul></div></body>",
        encoding="utf-8",
    )
    text = take_in(page).text
    assert text.index("澄政办字〔2025〕7号") < text.index("关于成立") < text.index("组 长")
    page.write_text(
        page.read_text(encoding="utf-8").replace("澄政办字〔2025〕7号", "首页").replace("澄湖区人民政府办公室关于成立<br>", "栏目"), "utf-8"
    )
    assert "首页" not in take_in(page).text
