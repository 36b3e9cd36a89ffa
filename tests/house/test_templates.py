"""Templates choose words and order; what they may not write is named here."""

import re
from pathlib import Path

import pytest

from tests.house.markup import attributes, own_markup, own_words
from tests.house.source import FRAGMENTS, ROOT, TEMPLATES, name

LONGEST = 60
NAMES = re.compile(r"\{#-?\s*\w")
ICON = re.compile(r"\bicon\(\"([^\"]+)\"")
ICONS = ROOT / "node_modules" / "lucide-static" / "icons"
ROLE = re.compile(r"\brole\s*(==|!=|is|in)\s|\bRole\.")
PRODUCT = {"Maillage", "· Maillage"}


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=name)
def test_a_fragment_extends_nothing_and_names_its_variables(fragment: Path) -> None:
    text = fragment.read_text(encoding="utf-8")

    assert "{% extends" not in text
    assert NAMES.match(text)


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=name)
def test_a_fragment_fits_on_a_screen(fragment: Path) -> None:
    assert len(fragment.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_htmx_is_written_as_data(template: Path) -> None:
    assert re.findall(r"(?<!data-)\bhx-[a-z:-]+=", template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_nothing_is_inline(template: Path) -> None:
    inline = [
        (tag, attribute)
        for tag, attribute, value in attributes(template)
        if attribute == "style" or attribute.startswith("on") or value.startswith("javascript:")
    ]

    assert inline == []
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)", own_markup(template)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_every_word_goes_through_the_catalogue(template: Path) -> None:
    assert [words for words in own_words(template) if words not in PRODUCT] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_every_icon_exists(template: Path) -> None:
    named = ICON.findall(template.read_text(encoding="utf-8"))

    assert [icon for icon in named if not (ICONS / f"{icon}.svg").exists()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_template_decides_who_may(template: Path) -> None:
    assert ROLE.findall(template.read_text(encoding="utf-8")) == []
