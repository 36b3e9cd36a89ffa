"""Each string of the product is said in both languages, with the same values."""

from tests.house.source import MODULES, TEMPLATES
from tests.house.translations import Entry, agrees, contradicted, faults, missing, read, sources
from workspace.core import catalogue

SPOKEN = sources(MODULES + TEMPLATES)
ENTRIES = list(read(catalogue.messages()))


def test_every_string_has_its_english() -> None:
    assert [f"{one.place}: {key[1]}" for key, one in missing(SPOKEN, ENTRIES).items()] == []


def test_the_english_is_sure_used_and_says_each_thing_once() -> None:
    assert faults(SPOKEN, ENTRIES) == []


def test_a_value_left_out_is_seen() -> None:
    assert not agrees(Entry(("le %(day)s",), ("on that day",), is_fuzzy=False))
    assert not agrees(Entry(("un <em>mot</em>",), ("a word",), is_fuzzy=False))
    assert agrees(Entry(("%(num)s cas",) * 2, ("one case", "%(num)s cases"), is_fuzzy=False))


def test_a_contradiction_is_seen() -> None:
    twice = [
        ((None, "Cas"), Entry(("Cas",), (english,), is_fuzzy=False)) for english in ("Case", "File")
    ]

    assert contradicted(twice) == [(None, "Cas")]
