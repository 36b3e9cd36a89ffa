"""What is given to the library: lines of cases, and citations as people type them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, Length

from workspace.core.fields import UNSEEN, Paragraph, Text
from workspace.library.changes import Draft
from workspace.library.models import Status, Use

SLUG = re.compile(r"[A-Za-z0-9._-]{1,100}")
MEGABYTE = 1_048_576
LONGEST_LINE, LONGEST_TITLE, MOST_ENTRIES = 1000, 300, 1000
STANDING_IN = 80  # characters of a text that stand in for its title
LONGEST_PASSAGE = 2000
LAST_YEAR = 9999
SECTIONS = {
    "enjeu": "issue",
    "gouvernance": "governance",
    "actions": "actions",
    "resultats": "results",
    "lecons": "lessons",
}
LINES = ("title_en", "lang", "country", "territory", "scale", "confidence")
YEARS = ("period_start", "period_end")
LISTS = ("domains", "devices", "tags")
TABLES = {
    "territory_codes": ("scheme", "code"),
    "actors": ("name", "type", "role"),
    "sources": ("title", "url", "access"),
}

Given = Mapping[str, Any]  # JSON


class WrongLineError(Exception):
    """A line does not hold a case; nothing is imported."""


def read_cases(lines: Iterable[bytes]) -> list[Draft]:
    """Read one case a line; WrongLineError names the first that does not hold one."""
    drafts: dict[str, Draft] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            draft = read_case(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            raise WrongLineError(f"line {number}: {error}") from error
        if draft.slug in drafts:
            first = places[draft.slug]
            raise WrongLineError(f"line {number}: “{draft.slug}” is on line {first} already")
        drafts[draft.slug], places[draft.slug] = draft, number
    return list(drafts.values())


def read_case(line: bytes) -> Draft:
    """Read a case; ValueError says what is wrong with it."""
    given = json.loads(line)
    _check(isinstance(given, dict), "a case is an object")
    slug = given.get("id")
    _check(
        isinstance(slug, str) and SLUG.fullmatch(slug),
        "id: 1 to 100 letters without accents, digits, dots, dashes or underscores",
    )
    values: dict[str, Any] = _sections(given)
    values["title"] = _title(given, next(text for text in values.values() if text))
    values |= {name: _line(given, name) for name in LINES}
    values |= {name: _list(given, name) for name in LISTS}
    values |= {name: _table(given, name, parts) for name, parts in TABLES.items()}
    values |= {name: _year(given, name) for name in YEARS}
    values["lang"] = values["lang"] or "fr"
    if given.get("status"):
        _check(given["status"] in set(Status), "status: draft or published")
        values["status"] = Status(given["status"])
    return Draft(slug, values)


class CitationForm(Form):
    """The form to cite a passage in a project."""

    passage = Paragraph(
        _("Passage cité"),
        [
            DataRequired(_("Gardez au moins une phrase du cas.")),
            Length(max=LONGEST_PASSAGE, message=_("Raccourcissez à %(max)d caractères.")),
        ],
    )
    target = SelectField(_("Où le citer"), validate_choice=False)
    use = RadioField(
        _("Ce que vous en faites"),
        choices=[
            SelectChoice(Use.TAKES_OVER.value, _("Nous le reprenons")),
            SelectChoice(Use.ADAPTS.value, _("Nous l’adaptons")),
            SelectChoice(Use.SETS_ASIDE.value, _("Nous l’écartons")),
        ],
        validate_choice=False,
    )
    line = Text(
        _("Pourquoi, en une phrase"),
        [
            DataRequired(_("Dites pourquoi, en une phrase.")),
            Length(max=LONGEST_TITLE, message=_("Raccourcissez à %(max)d caractères.")),
        ],
    )

    def offer(self, targets: Mapping[str, tuple[str, str]]) -> None:
        """Offer where to cite: for each value, the name of its kind and its title."""
        self.target.choices = [
            SelectChoice(value, title, optgroup=kind) for value, (kind, title) in targets.items()
        ]

    def validate_target(self, field: SelectField) -> None:
        """Refuse what is not offered."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(gettext("Choisissez où citer ce passage."))

    def validate_use(self, field: RadioField) -> None:
        """Refuse what is not a use."""
        if field.data not in set(Use):
            raise ValidationError(gettext("Dites ce que vous faites de ce passage."))


def _sections(given: Given) -> dict[str, Any]:
    sections = given.get("sections") or {}
    _check(isinstance(sections, dict), "sections: an object")
    texts = {own: _text(sections, name, MEGABYTE) for name, own in SECTIONS.items()}
    _check(any(texts.values()), "sections: at least one text")
    return texts


def _title(given: Given, text: str) -> str:
    _check("title" in given, "title: missing")
    title = _line(given, "title", LONGEST_TITLE)
    if title:
        return title
    words = " ".join(text.split())
    return words if len(words) <= STANDING_IN else f"{words[:STANDING_IN].rpartition(' ')[0]}…"


def _line(given: Given, name: str, longest: int = LONGEST_LINE) -> str:
    return " ".join(_text(given, name, longest).split())


def _text(given: Given, name: str, longest: int) -> str:
    value = given.get(name) or ""
    _check(isinstance(value, str), f"{name}: a text")
    _check(len(value) <= longest, f"{name}: longer than {longest} characters")
    return UNSEEN.sub("", value.replace("\r\n", "\n")).strip()


def _list(given: Given, name: str) -> list[str]:
    lines = [_line({name: entry}, name) for entry in _entries(given, name)]
    return [line for line in lines if line]


def _table(given: Given, name: str, parts: Sequence[str]) -> list[dict[str, str]]:
    entries = _entries(given, name)
    _check(all(isinstance(entry, dict) for entry in entries), f"{name}: a list of objects")
    return [{part: _line(entry, part) for part in parts} for entry in entries]


def _entries(given: Given, name: str) -> list[Any]:
    entries = given.get(name) or []
    _check(isinstance(entries, list), f"{name}: a list")
    _check(len(entries) <= MOST_ENTRIES, f"{name}: more than {MOST_ENTRIES} entries")
    return list(entries)


def _year(given: Given, name: str) -> int | None:
    value = given.get(name)
    if value is None or value == "":
        return None
    _check(type(value) is int and 0 < value <= LAST_YEAR, f"{name}: a year")
    return int(value)


def _check(is_right: object, problem: str) -> None:
    if not is_right:
        raise ValueError(problem)
