"""What stands among the sources: read, or named with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parser import parse_corpus
from parser.errors import SourceError
from parser.text.read import read_source

from portal.search.dictionary import DictionaryError, load_dictionary

TEXT = (
    "澄湖区人民政府办公室\n关于做好示例工作的通知\n澄政办字〔2030〕3号\n各镇人民政府：\n现通知如下。\n澄湖区人民政府办公室\n2030年3月1日\n"
)


def told(folder: Path) -> dict[str, str]:
    corpus = parse_corpus([folder], content=folder)
    return {d.source.file: d.code for d in corpus.diagnostics if d.code in ("G001", "G002")}


def test_links_pipes_and_devices_are_refused_and_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "passwd.txt").symlink_to("/etc/passwd")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "x")
    os.mkfifo(tmp_path / "pipe.txt")
    assert told(tmp_path) == dict.fromkeys(("nowhere.txt", "passwd.txt", "pipe.txt", "zero.txt"), "G001")
    corpus = parse_corpus([tmp_path], content=tmp_path)
    assert len(corpus.documents) == 1
    assert "root:" not in repr(corpus)


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/null"])
def test_a_device_that_is_named_itself_is_refused(target: str) -> None:
    with pytest.raises(SourceError, match="不是普通文件"):
        read_source(Path(target))


def test_capital_letters_are_read_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "issues" / "2029").mkdir(parents=True)
    (tmp_path / "issues" / "empty").mkdir()
    (tmp_path / "issues" / "UPPER.TXT").write_text(TEXT, encoding="utf-8")
    (tmp_path / "issues" / "2029" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "issues" / "b.docx").write_bytes(b"PK")
    (tmp_path / "issues" / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    assert told(tmp_path) == {"2029": "G002", "b.docx": "G002"}
    assert [d.source.file for d in parse_corpus([tmp_path], content=tmp_path).documents] == ["UPPER.TXT"]


@pytest.mark.parametrize("name", [b"\xff\xfe.txt", b"a\nb.txt", b"a\x1b[31m.txt"])
def test_names_that_cannot_be_written_are_told(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(TEXT, encoding="utf-8")
    (file,) = told(tmp_path)
    assert "�" in file
    file.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "words"),
    [("低保 = 最低生活保障\n".encode("gb18030"), "第1行：文件不是 UTF-8"), (b"a\n" + b"b" * 600, "第2行“bbbb")],
)
def test_a_bad_dictionary_is_told_with_its_line(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "dictionary.txt").write_bytes(data)
    with pytest.raises(DictionaryError, match=words):
        load_dictionary(tmp_path / "dictionary.txt")
