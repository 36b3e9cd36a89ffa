"""Sheets of actors as people have them: which column says what, and what each cell means."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired

from workspace.actors.forms import (
    EMAIL,
    KEPT,
    LINE_LIMIT,
    LONGEST_KEPT,
    NAME_LIMIT,
    PHONE,
    STATUSES,
    TEXT_LIMIT,
    siren_of,
)
from workspace.actors.models import MOST_CONTACTS, TEXTS, ActorStatus, Reach
from workspace.core import clock, reference, sheet_words, spelling, words
from workspace.core.fields import Paragraph, day_of
from workspace.core.sheets import Sheet, Trouble
from workspace.imports.models import Entry, Known, Line
from workspace.institutions.models import SIREN_LENGTH

MOST_LINES = 1000
COMMUNE = 5  # signs of the code of a commune
CONTACTS = range(1, MOST_CONTACTS + 1)
LISTS = {"parts": "roles", "domains": "cultural_domains"}
SHORT_INSEE = re.compile(r"[1-9]\d{3}", re.ASCII)
APART = re.compile(r"\s*[|;,/]\s*")


Cells: TypeAlias = Mapping[str, str]  # what a line says, by column
Said: TypeAlias = dict[str, Any]  # what is understood of it, by field of a profile


class SheetForm(Form):
    """A sheet, sent as a file or pasted."""

    file = FileField(_("Fichier CSV"))
    pasted = Paragraph(_("Ou collez ici les lignes de votre tableau"))


class MergeForm(Form):
    """Which other card speaks of the same actor."""

    other = SelectField(_("La fiche en double"), coerce=int, validate_choice=False)
    is_sure = BooleanField(
        _("Les deux fiches parlent du même acteur"), [DataRequired(_("Cochez pour confirmer."))]
    )

    def offer(self, others: Sequence[tuple[int, str]]) -> None:
        """Offer the cards that may speak of the same actor."""
        self.other.choices = [SelectChoice(*one) for one in others]

    def validate_other(self, field: SelectField) -> None:
        """Refuse what is not offered."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(_("Choisissez la fiche à réunir."))


Reader: TypeAlias = Callable[[Cells, Known], Said]


class WrongCellError(Exception):
    """A cell cannot be what its column is for: the line is not imported."""


class DoubtfulCellError(Exception):
    """A cell is not quite what its column is for: what can be taken of it, and what is told."""

    def __init__(self, told: str, **said: object) -> None:
        """Keep what can be taken."""
        super().__init__(told)
        self.said = said


def read_entries(sheet: Sheet, columns: Sequence[str], known: Known) -> list[Entry]:
    """Read each line of a sheet as an actor."""
    places = {name: place for place, name in enumerate(columns) if name}
    told = _told(sheet)
    return [
        _entry(
            row.line,
            {name: cell for name, place in places.items() if (cell := row.cells[place].strip())},
            known,
            *(told.get((row.line, trouble), []) for trouble in (Trouble.LONG, Trouble.CONTROL)),
        )
        for row in sheet.rows
    ]


def code_of(cell: str) -> str:
    """Return the code of a territory, with the zero that a spreadsheet takes away."""
    code = "".join(cell.split()).upper()
    return f"0{code}" if SHORT_INSEE.fullmatch(code) else code


def asked(sheet: Sheet, columns: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Return the codes, the SIREN numbers and the institutions that a sheet names."""

    def cells(column: str) -> set[str]:
        place = columns.index(column) if column in columns else None
        return {row.cells[place].strip() for row in sheet.rows} if place is not None else set()

    sirens = (siren_of(cell) for cell in cells("siren"))
    return (
        {code_of(cell) for cell in cells("code")},
        set(filter(None, sirens)),
        cells("institution"),
    )


def cell(line: Line, column: str) -> str:
    """Return what an exported line says in a column; read again, it means the same."""
    actor, own, name = line.actor, *column.partition(".")[::2]
    if own.startswith("contact"):
        number = int(own.removeprefix("contact")) - 1
        return str(getattr(line.contacts[number], name)) if number < len(line.contacts) else ""
    place, body = actor.territory, actor.institution
    said = {
        "type": words.label(actor.type, "actor_types"),
        "status": str(dict(STATUSES)[actor.status]),
        "place": actor.place or (place.name if place else ""),
        "code": (place and place.code) or "",
        "level": words.label(place.level, "territory_levels") if place and place.code else "",
        "institution": body.name if body else "",
        "siren": actor.siren or (body and body.siren) or "",
    }
    for listed, codes in LISTS.items():
        said[listed] = " | ".join(words.label(one, codes) for one in getattr(actor, listed))
    return said.get(column, getattr(actor, column, ""))


def _told(sheet: Sheet) -> Mapping[tuple[int, Trouble], list[str]]:
    told: dict[tuple[int, Trouble], list[str]] = {}
    for problem in sheet.problems:
        told.setdefault((problem.line, problem.trouble), []).append(sheet_words.told(problem))
    return told


def _entry(
    line: int, cells: Cells, known: Known, wrong: Sequence[str], doubtful: Sequence[str]
) -> Entry:
    said: dict[str, Any] = {}
    errors, remarks = list(wrong), list(doubtful)
    readers: list[Reader] = [*READERS, *(partial(_contact, number) for number in CONTACTS)]
    for read in readers:
        try:
            found = read(cells, known)
        except DoubtfulCellError as doubt:
            found = doubt.said
            remarks.append(str(doubt))
        except WrongCellError as error:
            errors.append(str(error))
            continue
        said |= found
    reaches = [said.pop(name) for name in sorted(said) if name.startswith("contact")]
    return Entry(line, said, reaches, errors, remarks)


def _name(cells: Cells, _known: Known) -> Said:
    name = _one_line(cells.get("name", ""))
    if not name:
        raise WrongCellError(gettext("Cette ligne n’a pas de nom d’acteur."))
    return {"name": _short(name, NAME_LIMIT)}


def _type(cells: Cells, _known: Known) -> Said:
    if "type" not in cells:
        return {}
    code = reference.meant(cells["type"], "actor_types")
    if code is None:
        raise DoubtfulCellError(
            gettext("Type « %(cell)s » inconnu : il reste à préciser.", cell=cells["type"])
        )
    return {"type": code}


def _codes(column: str, cells: Cells, _known: Known) -> Said:
    cell, name = cells.get(column, ""), LISTS[column]
    whole = reference.meant(cell, name)
    if not cell or whole:
        return {column: (whole,)} if whole else {}
    pieces = {piece: reference.meant(piece, name) for piece in APART.split(cell) if piece}
    found = tuple(dict.fromkeys(code for code in pieces.values() if code))
    unknown = [piece for piece, code in pieces.items() if not code]
    if unknown:
        told = gettext("« %(cell)s » n’est pas dans la liste : laissé de côté.", cell=unknown[0])
        raise DoubtfulCellError(told, **({column: found} if found else {}))
    return {column: found}


def _status(cells: Cells, _known: Known) -> Said:
    if "status" not in cells:
        return {}
    for code, label in STATUSES:
        if spelling.key(cells["status"]) in (spelling.key(code), spelling.key(str(label))):
            return {"status": ActorStatus(code)}
    raise DoubtfulCellError(
        gettext("Statut « %(cell)s » inconnu : laissé de côté.", cell=cells["status"])
    )


def _place(cells: Cells, known: Known) -> Said:
    place = _short(_one_line(cells.get("place", "")), LINE_LIMIT)
    said: Said = {"place": place} if place else {}
    if "code" not in cells:
        return said
    code = code_of(cells["code"])
    territory = known.places.get((level_of(cells, code), code))
    if territory is None:
        raise DoubtfulCellError(
            gettext("Code « %(code)s » absent du registre : seul le nom du lieu reste.", code=code),
            **said,
        )
    said = {} if spelling.fold(place) == spelling.fold(territory.name) else said
    found = {"territory_id": territory.id} | said
    if code != "".join(cells["code"].split()).upper():
        told = gettext("Code lu %(code)s : un tableur avait pris son zéro.", code=code)
        raise DoubtfulCellError(told, **found)
    return found


def _institution(cells: Cells, known: Known) -> Said:
    number = siren_of(cells.get("siren", ""))
    if number is None:
        raise WrongCellError(gettext("« %(cell)s » n’est pas un SIREN.", cell=cells["siren"]))
    named = known.institutions.get(spelling.key(cells.get("institution", "")))
    found = known.sirens.get(number) or named
    said: Said = {"institution_id": found} if found else {}
    if number and number not in known.sirens:
        said |= {"siren": number}
    if "institution" in cells and not found:
        told = gettext("Institution « %(cell)s » inconnue ici.", cell=cells["institution"])
        raise DoubtfulCellError(told, **said)
    return said


def _texts(cells: Cells, _known: Known) -> Said:
    return {
        name: _short("\n".join(cells[name].splitlines()), TEXT_LIMIT)
        for name in TEXTS
        if name in cells
    }


def _contact(number: int, cells: Cells, _known: Known) -> Said:
    own = f"contact{number}."
    given = {name.removeprefix(own): _short(_one_line(cell), LINE_LIMIT)
             for name, cell in cells.items() if name.startswith(own)}  # fmt: skip
    if not given.keys() & {"name", "email", "phone"}:
        return {}
    for name, right in (("email", EMAIL), ("phone", PHONE)):
        if name in given and not right.fullmatch(given[name]):
            raise WrongCellError(
                gettext("« %(cell)s » ne permet de joindre personne.", cell=given[name])
            )
    today, until = clock.today(), day_of(given.pop("kept_until_on", ""))
    if until and until < today:
        raise DoubtfulCellError(gettext("Des coordonnées à effacer sont laissées de côté."))
    kept = min(until or today + KEPT, today + LONGEST_KEPT)
    given.setdefault("origin", gettext("tableau importé"))
    return {own: Reach(kept_until_on=kept, **given)}


def level_of(cells: Cells, code: str) -> str:
    """Return the level of a territory: what is said of it, else what its code looks like."""
    said = reference.meant(cells.get("level", ""), "territory_levels")
    return said or {COMMUNE: "commune", SIREN_LENGTH: "epci"}.get(len(code), "departement")


def _one_line(cell: str) -> str:
    return " ".join(cell.splitlines()).strip()


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise WrongCellError(
            gettext("« %(cell)s… » est trop long : %(limit)s signes au plus.",
                    cell=text[:30], limit=words.number(limit))
        )  # fmt: skip
    return text


READERS: Sequence[Reader] = (
    _name, _type, partial(_codes, "parts"), partial(_codes, "domains"), _status, _place,
    _institution, _texts,
)  # fmt: skip
