"""Colours are tokens, the cascade decides, and scripts write no markup of their own."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, name

SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b(?![^{};]*\{)|\b(?:rgba?|hsla?|oklch|oklab|lch|lab)\(", re.IGNORECASE
)
MARKUP = re.compile(r"\b(innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|eval\()")


def rules(sheet: Path) -> str:
    return COMMENT.sub("", sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=name)
def test_a_colour_is_a_token(sheet: Path) -> None:
    assert COLOUR.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_the_cascade_decides(sheet: Path) -> None:
    assert rules(sheet).count("!important") == (1 if sheet.name == "reset.css" else 0)


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_nothing_comes_from_another_host(sheet: Path) -> None:
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//", rules(sheet)) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_writes_no_markup(script: Path) -> None:
    assert MARKUP.findall(COMMENT.sub("", script.read_text(encoding="utf-8"))) == []
