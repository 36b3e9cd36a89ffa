"""What people type about a certification session."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, Form, IntegerField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from workspace.core import mail, sheets, spelling
from workspace.core.fields import Day, Paragraph, Text
from workspace.core.sheet_words import told
from workspace.core.sheets import Problem, Sheet, Trouble

MOST_PEOPLE = 400
LONGEST_NAME = 160
ORDER = ("group", "name", "email", "institution")
CALLED = {  # one of these words says what a column holds; the first that is found decides
    "group": {"groupe", "group", "equipe", "team"},
    "email": {"adresse", "address", "email", "mail", "courriel"},
    "institution": {"institution", "structure", "organisme", "organisation", "employeur"},
    "name": {"nom", "name", "prenom", "candidat", "candidate"},
}


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
    starts_on = Day(_("Début"), [InputRequired(_("Donnez la date de début."))])
    ends_on = Day(_("Fin"))
    template = SelectField(_("Contenu de départ des espaces"))
    version = IntegerField(default=0)

    def validate_ends_on(self, field: Day) -> None:
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
    name = Text(
        _("Son nom, si la personne n’a pas encore de compte"),
        [Length(max=LONGEST_NAME, message=_("Raccourcissez à %(max)d caractères."))],
    )

    def validate_email(self, field: Text) -> None:
        """Refuse what no letter can be sent to."""
        if not mail.is_address(field.data):
            raise ValidationError(_("Cette adresse n’est pas complète."))


@dataclass(frozen=True)
class Line:
    """A candidate of the list."""

    group: str
    name: str
    email: str
    institution: str = ""


def read_list(content: bytes) -> tuple[list[Line], list[str]]:
    """Read who is in which group, with or without headers; return also what is wrong."""
    try:
        sheet = sheets.read(content)
    except sheets.SheetRefused as refusal:
        return [], [told(refusal.problem)]
    lines, faults = list[Line](), [_on(one.line, told(one)) for one in _cut(sheet)]
    for number, line in _lines(sheet):
        if fault := _fault(line, {one.email.casefold() for one in lines}):
            faults.append(_on(number, fault))
        else:
            lines.append(line)
    if len(lines) > MOST_PEOPLE:
        faults.append(gettext("Pas plus de %(n)s personnes à la fois.", n=MOST_PEOPLE))
    return lines, faults


def by_group(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    """Return the people of each group, in the order of the list."""
    groups: dict[str, list[Line]] = {}
    names: dict[str, str] = {}
    for line in lines:
        name = names.setdefault(spelling.key(line.group), line.group)
        groups.setdefault(name, []).append(line)
    return groups


def elsewhere(lines: Sequence[Line], seats: Mapping[str, str]) -> list[str]:
    """Return who is in another group already, in words."""
    return [
        gettext("%(name)s est déjà dans le groupe « %(group)s ».", name=line.name, group=known)
        for line in lines
        if (known := seats.get(line.email.casefold()))
        and spelling.key(known) != spelling.key(line.group)
    ]


def pasted(lines: Sequence[Line]) -> str:
    """Return a list as it is pasted, so that what was read from a file stays in the page."""
    headers = [gettext("groupe"), gettext("nom"), gettext("adresse"), gettext("institution")]
    rows = [[line.group, line.name, line.email, line.institution] for line in lines]
    return sheets.write(headers, rows).decode("utf-8-sig").replace("\r\n", "\n").strip()


def _on(number: int, fault: str) -> str:
    return str(gettext("Ligne %(number)s : %(fault)s", number=number, fault=fault))


def _cut(sheet: Sheet) -> list[Problem]:
    return [one for one in sheet.problems if one.trouble is Trouble.LONG]


def _lines(sheet: Sheet) -> Iterator[tuple[int, Line]]:
    columns = [_column(header) for header in sheet.headers]
    named = {name: place for place, name in enumerate(columns) if name}
    is_headed = {"group", "name", "email"} <= named.keys()
    places = named if is_headed else {name: place for place, name in enumerate(ORDER)}
    rows = [(row.line, row.cells) for row in sheet.rows]
    for number, cells in rows if is_headed else [(1, sheet.headers), *rows]:
        found = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
        yield number, Line(**{name: found.get(name, "") for name in ORDER})


def _column(header: str) -> str | None:
    said = set(spelling.key(header).split())
    return next((name for name, words in CALLED.items() if said & words), None)


def _fault(line: Line, seen: set[str]) -> str | None:
    is_long = max(len(line.group), len(line.name)) > LONGEST_NAME
    faults = (
        (not line.group, gettext("il manque le nom du groupe.")),
        (not line.name, gettext("il manque le nom de la personne.")),
        (is_long, gettext("un nom dépasse %(n)s caractères.", n=LONGEST_NAME)),
        (
            not mail.is_address(line.email),
            gettext("l’adresse « %(email)s » n’est pas complète.", email=line.email),
        ),
        (
            line.email.casefold() in seen,
            gettext("l’adresse « %(email)s » est déjà dans la liste.", email=line.email),
        ),
    )
    return next((fault for is_wrong, fault in faults if is_wrong), None)
