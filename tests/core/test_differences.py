"""What changed between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.core.differences import Kind, Run, changes, compare, tokens

SOME = st.text(st.sampled_from("abé ’-.\n"), max_size=40)


@given(st.text())
def test_words_joined_again_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(SOME, SOME)
def test_both_texts_can_be_read_in_their_comparison(old: str, new: str) -> None:
    runs = compare(old, new)

    assert "".join(run.text for run in runs if run.kind is not Kind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == new


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_changes_lead_from_one_to_the_other(old: list[int], new: list[int]) -> None:
    made = list(old)
    for change in reversed(changes(old, new)):
        made[change.start : change.end] = new[change.begin : change.stop]

    assert made == new


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’eau", ["l’", "eau"]),
        ("peut-être", ["peut-être"]),
        ("des acteur·rices", ["des", " ", "acteur·rices"]),
        ("prêts\u00a0?", ["prêts", "\u00a0", "?"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ],
)
def test_words_are_cut_as_french_writes_them(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_words_replaced_side_by_side_make_one_phrase() -> None:
    assert compare("le soir ici tombe", "le matin clair tombe") == (
        Run(Kind.SAME, "le "),
        Run(Kind.REMOVED, "soir ici"),
        Run(Kind.ADDED, "matin clair"),
        Run(Kind.SAME, " tombe"),
    )


@pytest.mark.parametrize("piece", ["a ", "a b. ", "mot\n", "é’"])
def test_a_text_that_repeats_without_end_is_compared_all_the_same(piece: str) -> None:
    old, new = piece * 5000, f"{piece * 9}x " * 500

    runs = compare(old, new)

    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == new
