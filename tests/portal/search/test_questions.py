"""The forms of questions are data with proof: every example is read as it says, no counter-example is taken for a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.search.questions import QuestionError, QuestionForm, load_questions

QUESTIONS = load_questions()
FORMS = QUESTIONS.forms


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_examples_are_read_as_they_say(form: QuestionForm) -> None:
    assert form.examples
    for example in form.examples:
        assert form.read(QUESTIONS.key(example.text)) == dict(example.slots), example.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_counter_examples_are_no_such_questions(form: QuestionForm) -> None:
    assert form.counter_examples
    for text in form.counter_examples:
        assert form.read(QUESTIONS.key(text)) is None, text


def test_forms_have_ids_of_their_own_and_reasons() -> None:
    assert len({form.id for form in FORMS}) == len(FORMS)
    assert all(form.why for form in FORMS)


def test_every_word_for_a_role_can_be_asked_with() -> None:
    for word in QUESTIONS.roles:
        assert any((form.read(f"区司法局{word}哪些任务") or {}).get("role") == word for form in FORMS), word


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" 区大数据中心，牵头　哪些任务？", "区大数据中心牵头哪些任务"),
        ("牵头、负责，配合", "牵头和负责和配合"),
        ("牵头负责", "牵头负责"),
        ("请问我想知道区司法局的任务？谢谢您", "区司法局的任务"),
        ("麻烦帮我查一下", ""),
        ("查处取缔办公室的任务", "查处取缔办公室的任务"),
    ],
)  # fmt: skip
def test_the_key_of_a_question(text: str, key: str) -> None:
    """Nothing stands between its words but what joins roles; courtesies go."""
    assert QUESTIONS.key(text) == key


@pytest.mark.parametrize("text", ["roles: []", "roles: [{words: [管], roles: [boss]}]\npieces: {}\nforms: []"])
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "forms.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError):
        load_questions(file)
