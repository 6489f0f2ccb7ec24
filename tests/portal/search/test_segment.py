"""Text → units, pairs, query groups; the vectors are those that the browser's twin reads, too."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.segment import Part, is_han, normalize, pairs, plain_key, raw_runs, runs, split_query, units_of
from portal.search.words import WordCutter, dictionary_words

from tests.places import VECTORS
from tests.portal.search.query_groups import Group, query_groups

CASES: dict[str, list[dict[str, Any]]] = json.loads((VECTORS / "segment.json").read_text(encoding="utf-8"))
CHINESE = "政府办公室关于印发区大数据中心牵头电子证照张柳路乡镇街道〇𬭸"
TEXTS = st.text(st.sampled_from(CHINESE + "ABＣ12３、，。“”（）〔〕 \n"), max_size=60)


def kind_of(thing: Part | Group) -> str:
    if isinstance(thing, Part) and thing.is_noise:
        return "noise"
    return "number" if thing.is_number else "exact" if thing.is_exact else "excluded" if thing.is_excluded else ""


@pytest.mark.parametrize("case", CASES["normalize"], ids=lambda case: case["why"])
def test_normalize(case: dict[str, str]) -> None:
    assert normalize(case["text"]) == case["normal"]


@pytest.mark.parametrize(("written", "read"), [("鍾", "钟"), ("臺灣", "台湾"), ("著", "著"), ("發文機關", "发文机关")])
def test_traditional_characters_are_read_as_the_first_simple_one(written: str, read: str) -> None:
    assert normalize(written) == read


@pytest.mark.parametrize("case", CASES["runs"], ids=lambda case: case["why"])
def test_runs(case: dict[str, Any]) -> None:
    assert [list(units_of(run)) for run in runs(normalize(case["text"]))] == case["runs"]


@pytest.mark.parametrize("case", CASES["queries"], ids=lambda case: case["why"])
def test_queries(case: dict[str, Any]) -> None:
    parts = split_query(case["query"])
    assert [[kind_of(part), *part.units] for part in parts] == case["parts"]
    assert [[kind_of(group), *group.units] for group in query_groups(parts, case["words"].__contains__)] == case["groups"]


@pytest.mark.parametrize(
    "writing", ["张政办字〔2022〕13号", "张政办字[2022]13号", "张政办字（2022）13号", "张政办字2022 13", "张政办字 2022年第013号"]
)
def test_every_writing_of_a_number_has_one_key(writing: str) -> None:
    assert plain_key(writing) == "张政办字〔2022〕13"


@given(st.text(max_size=80))
def test_normalizing_keeps_places(text: str) -> None:
    """Marks in a snippet stand by their places, in Python's characters and in JavaScript's code units."""
    assert len(normalize(text)) == len(text)
    assert len(normalize(text).encode("utf-16-le", "surrogatepass")) == len(text.encode("utf-16-le", "surrogatepass"))
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(st.characters() | st.sampled_from("ＡｚZ９○张電号〔"), max_size=80))
def test_runs_are_the_same_before_normalizing(text: str) -> None:
    assert [normalize(run) for run in raw_runs(text)] == runs(normalize(text))


@given(TEXTS)
def test_groups_lose_nothing_of_a_query_without_noise(text: str) -> None:
    """Without any known word, each part is one group, except particles beside words of letters."""
    parts = split_query(text)
    groups = query_groups(parts, lambda word: False)
    held = {unit for group in groups for unit in group.units}
    assert {unit for part in parts if not part.is_noise for unit in part.units} - held <= set("的于和")


@pytest.fixture(scope="module")
def cutter() -> WordCutter:
    return WordCutter(dictionary_words(["区大数据中心", "大数据中心", "Ａ区（名称）"], ["关于“张柳路”等道路命名的批复"]))


def test_the_dictionary_keeps_names_whole(cutter: WordCutter) -> None:
    assert "区大数据中心" in cutter.cut("由区大数据中心牵头").words
    assert "大数据中心" in cutter.cut("由区大数据中心牵头").words  # a name within a name is found by itself
    assert "张柳路" in cutter.cut("位于张柳路以北").words


def test_only_chinese_names_go_into_the_dictionary() -> None:
    assert dictionary_words(["区司法局", "各镇（街道）", "A区", "局"], []) == ("区司法局",)


def test_a_number_in_the_text_is_one_token(cutter: WordCutter) -> None:
    for text in ("淄政字〔2021〕48号", "淄政字[2021] 48 号", "淄政字（2021）第48号"):
        assert "〔2021〕48" in cutter.cut(text).words


def test_punctuation_never_sticks_to_a_token(cutter: WordCutter) -> None:
    tokens = cutter.cut("“12345”、（3545）；AB角。")
    assert {"12345", "3545", "ab"} <= set(tokens.words)
    assert {"ab角", "角"} <= set(tokens.pairs)


@given(text=TEXTS)
def test_any_two_neighbours_can_be_found(cutter: WordCutter, text: str) -> None:
    """Whatever jieba makes of a text: two neighbouring units are a token, and the last character of a run is one."""
    tokens = cutter.cut(text)
    found = {*tokens.words, *tokens.pairs}
    for run in runs(normalize(text)):
        units = units_of(run)
        assert set(pairs(units)) <= found
        assert units[-1] in found
        assert all(unit in found for unit in units if not is_han(unit))


@pytest.fixture(scope="module")
def plain_cutter() -> WordCutter:
    return WordCutter()


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    """jieba as it is, with its dictionary from its file."""
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    tokenizer.initialized = True
    return tokenizer


@pytest.mark.slow
@given(text=st.text(st.sampled_from(CHINESE[:-2]), min_size=1, max_size=40))
def test_words_are_those_of_jieba(plain_cutter: WordCutter, tokenizer: jieba.Tokenizer, text: str) -> None:
    """With no names: the words of two characters are those of jieba's `cut_for_search` without guessing, for each run."""
    words = [word for word in plain_cutter.cut(text).words if len(word) == 2]
    assert sorted(words) == sorted(word for word in tokenizer.lcut_for_search(text, HMM=False) if len(word) == 2)


@given(text=TEXTS)
def test_longer_words_are_found_wherever_they_stand(cutter: WordCutter, text: str) -> None:
    """However a text is cut: 区大数据中心 in it is found by that word, as often as it stands there."""
    counts = Counter(cutter.cut(f"由区大数据中心{text}办公室区大数据中心牵头").words)
    folded = normalize(text)
    assert counts["区大数据中心"] == 2 + folded.count("区大数据中心")
    assert counts["大数据中心"] == 2 + folded.count("大数据中心")
    assert counts["办公室"] == 1 + folded.count("办公室")


def test_the_letters_of_a_number_are_a_word() -> None:
    assert dictionary_words([], [], ["张政办字〔2022〕13号", ""]) == ("张政办字",)
