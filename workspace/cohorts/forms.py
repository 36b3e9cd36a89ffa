"""What people type about a certification session."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, FileField, Form, SelectField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from workspace.core import sheets
from workspace.core.fields import Paragraph, Text
from workspace.core.sheet_words import told

ADDRESS = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+$")
COLUMNS = 3
MOST_PEOPLE = 400


class CohortForm(Form):
    """What a session says of itself."""

    title = Text(
        _("Titre de la session"),
        [
            DataRequired(_("Donnez un titre à la session.")),
            Length(max=160, message=_("Raccourcissez le titre à %(max)d caractères.")),
        ],
    )
    place = Text(_("Lieu"), [Length(max=160, message=_("Raccourcissez à %(max)d caractères."))])
    starts_on = DateField(_("Début"), [DataRequired(_("Donnez la date de début."))])
    ends_on = DateField(_("Fin"), [Optional()])
    template = SelectField(_("Contenu de départ des espaces"))

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("La fin vient après le début."))


class ListForm(Form):
    """The list of the candidates, pasted or sent as a file."""

    people = Paragraph(_("Liste des candidates et candidats"))
    file = FileField(_("Ou un fichier CSV"))


class TrainerForm(Form):
    """Who follows the groups."""

    email = Text(
        _("Adresse électronique de la formatrice ou du formateur"),
        [DataRequired(_("Donnez l’adresse de la personne."))],
    )


@dataclass(frozen=True)
class Line:
    """A candidate of the list."""

    group: str
    name: str
    email: str


def read_list(content: bytes) -> tuple[list[Line], list[str]]:
    """Read lines «group; name; address», with or without headers; return also what is wrong."""
    try:
        sheet = sheets.read(content)
    except sheets.SheetRefused as refusal:
        return [], [told(refusal.problem)]
    rows = [(1, list(sheet.headers)), *((row.line, list(row.cells)) for row in sheet.rows)]
    if rows and not any(ADDRESS.match(cell.strip()) for cell in rows[0][1]):
        rows = rows[1:]
    lines, faults, seen = [], [], set[str]()
    for number, cells in rows:
        line = Line(*(cell.strip() for cell in (*cells, "", "", "")[:COLUMNS]))
        fault = _fault(line, seen)
        if fault:
            faults.append(gettext("Ligne %(number)s : %(fault)s", number=number, fault=fault))
        else:
            lines.append(line)
            seen.add(line.email.casefold())
    if len(lines) > MOST_PEOPLE:
        faults.append(gettext("Pas plus de %(n)s personnes à la fois.", n=MOST_PEOPLE))
    return lines, faults


def by_group(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    """Return the people of each group, in the order of the list."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return groups


def _fault(line: Line, seen: set[str]) -> str | None:
    if not line.group:
        return str(gettext("il manque le nom du groupe."))
    if not line.name:
        return str(gettext("il manque le nom de la personne."))
    if not ADDRESS.match(line.email):
        return str(gettext("l’adresse « %(email)s » n’est pas complète.", email=line.email))
    if line.email.casefold() in seen:
        return str(gettext("l’adresse « %(email)s » est déjà dans la liste.", email=line.email))
    return None
