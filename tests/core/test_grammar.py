import pytest

from workspace.core import grammar

FIELDS = {"echelle", "titre"}


def plain(query: grammar.Query) -> list[str]:
    return [word.plain for word in query.words]


def test_words_are_words() -> None:
    query = grammar.parse("l’éducation à la culture", FIELDS)

    assert plain(query) == ["education", "culture"]


@pytest.mark.parametrize(
    "typed", ['"droits culturels"', "« droits culturels »", '"droits culturels']
)
def test_quotes_hold_words_in_a_row(typed: str) -> None:
    query = grammar.parse(typed, FIELDS)

    assert [word.plain for word in query.phrases[0]] == ["droits", "culturels"]
    assert query.words == []


def test_a_star_ends_a_beginning_of_three_letters() -> None:
    query = grammar.parse("média* ab* *scène", FIELDS)

    assert query.beginnings == ["media"]
    assert plain(query) == ["ab", "scene"]


def test_a_field_is_named_without_its_accents() -> None:
    query = grammar.parse('Échelle:epci titre:"cinéma itinérant" inconnu:mot', FIELDS)

    assert query.fields == [("echelle", "epci"), ("titre", "cinéma itinérant")]
    assert plain(query) == ["inconnu", "mot"]


def test_the_last_word_may_be_unfinished() -> None:
    assert grammar.parse("festi", FIELDS).is_typing
    assert not grammar.parse("festi ", FIELDS).is_typing
    assert not grammar.parse('"festi"', FIELDS).is_typing


def test_what_is_too_long_is_cut_and_said() -> None:
    long, many = grammar.parse("mot " * 1000), grammar.parse(" ".join(map(str, range(10, 90))))

    assert long.is_cut
    assert many.is_cut
    assert len(many.words) == grammar.MOST


@pytest.mark.parametrize("typed", ["", "  ", "\t\n"])
def test_nothing_asked_is_no_question(typed: str) -> None:
    assert grammar.parse(typed).is_blank


@pytest.mark.parametrize("typed", ["*", "le la", "?*", "[ ]", "~~", '""', ":", "\0"])
def test_signs_alone_ask_nothing(typed: str) -> None:
    assert grammar.parse(typed, FIELDS).says_nothing
