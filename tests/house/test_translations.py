"""Each string of the product is said in both languages, with the same values."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import CODE, MODULES, TEMPLATES, name, tree
from tests.house.translations import Entry, agrees, contradicted, faults, missing, read, sources
from workspace.core import catalogue

SPOKEN = sources(MODULES + TEMPLATES)
ENTRIES = list(read(catalogue.messages()))
SPEAKING = {"views.py", "forms.py", "frame.py"}
ITS_OWN_NAME = {"Français"}
FRENCH = re.compile(r"[àâçéèêëîïôùûœ’«»]|\b(le|la|les|un|une|des|du|et|à)\b", re.IGNORECASE)


def literals(module: Path) -> set[str]:
    """Return the French of a module; a docstring is English."""
    docs = {node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant)
        and node not in docs
        and isinstance(node.value, str)
        and FRENCH.search(node.value)
    }


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


@pytest.mark.parametrize("module", [m for m in CODE if m.name in SPEAKING], ids=name)
def test_no_view_and_no_form_says_french_without_the_catalogue(module: Path) -> None:
    spoken = {text for source in SPOKEN.values() for text in source.texts}

    assert literals(module) - spoken - ITS_OWN_NAME == set()
