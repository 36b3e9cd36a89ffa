import pytest

from workspace.core import french


def stems(text: str) -> list[str]:
    return [word.stem for word in french.words(text)]


@pytest.mark.parametrize(
    "family",
    [
        "culture culturel culturelle culturels culturelles",
        "intercommunal intercommunale intercommunalité intercommunaux",
        "itinérant itinérante itinérance",
        "territoire territorial territoriaux territoriale",
        "évaluation évaluer évalué évaluée évaluateur",
        "théâtre théâtral théâtres",
        "jeu jeux",
        "œuvre oeuvre Œuvres ŒUVRE",
        "réseau réseaux",
        "local locaux locale",
    ],
)
def test_a_family_is_found_by_any_of_its_words(family: str) -> None:
    assert len(set(stems(family))) == 1


@pytest.mark.parametrize("pair", ["commun communal", "art artiste", "ville village", "scène sceau"])
def test_neighbours_are_not_a_family(pair: str) -> None:
    assert len(set(stems(pair))) == 2


@pytest.mark.parametrize("text", ["l’œuvre", "l'œuvre", "L’OEUVRE", "l’œuvre.", "d’oeuvre"])
def test_elisions_fall_off(text: str) -> None:
    assert stems(text) == stems("œuvre")


@pytest.mark.parametrize(
    "text",
    [
        "été",
        "e\u0301te\u0301",
        "ÉTÉ",
        "ete",
        "é\u200bté",
        "e\u0301\u0301\u0301te\u0301",
        "ét\u200dé",
    ],
)
def test_accents_are_found_however_they_are_typed(text: str) -> None:
    assert french.fold(french.composed(text)) == "ete"


def test_question_words_are_kept_and_links_are_not() -> None:
    words = [word.plain for word in french.words("comment et pourquoi la ville")]

    assert words == ["comment", "pourquoi", "ville"]


def test_hyphens_part_words() -> None:
    assert stems("micro-folies") == stems("micro folies")


def test_a_word_without_end_is_cut() -> None:
    assert [len(word.plain) for word in french.words("a" * 5000)] == [french.LONGEST]
