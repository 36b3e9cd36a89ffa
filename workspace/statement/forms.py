"""What people type in a statement, and to adopt it."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import Form, HiddenField, SelectField
from wtforms.validators import Length

from workspace.core.fields import Text
from workspace.statement import queries
from workspace.statement.models import Part
from workspace.texts.models import Example, Purpose, Told

DRAFT = "draft"
LONGEST_NOTE = 300
NAMES = {
    Part.FINDINGS: _("Ce que nous constatons"),
    Part.TENSIONS: _("Les tensions"),
    Part.ISSUES: _("Les enjeux"),
    Part.QUESTION: _("La question commune"),
}
GUIDES = {
    Part.FINDINGS: _(
        "Dites ce que vous voyez du territoire : des faits, des chiffres, des paroles entendues,"
        " chacun avec sa source. Ne cherchez pas encore de solution."
    ),
    Part.TENSIONS: _(
        "Nommez ce qui tire dans des sens contraires : des besoins qui s’opposent, des moyens qui"
        " manquent, des places mal partagées. Une tension n’accuse personne."
    ),
    Part.ISSUES: _(
        "Dites ce qui est en jeu si rien ne change, et ce que chacun y gagnerait. Un enjeu se"
        " partage : il ne dit pas encore comment faire."
    ),
    Part.QUESTION: _(
        "Formulez en une phrase la question à laquelle aucune institution ne peut répondre seule."
        " Elle commence souvent par « Comment permettre… »."
    ),
}


class AdoptionForm(Form):
    """The form to adopt a version, as it was read."""

    note = Text(
        _("Comment elle a été adoptée, en une phrase"),
        [Length(max=LONGEST_NOTE, message=_("Raccourcissez à %(max)d caractères."))],
    )
    seen = HiddenField()


class ComparisonForm(Form):
    """The choice of what is compared: two versions, or one and the draft."""

    old = SelectField(_("De"), validate_choice=False)
    new = SelectField(_("À"), validate_choice=False)

    def offer(self, numbers: Sequence[int]) -> None:
        """Offer the versions, the latest first, and the draft; choose the last changes first."""
        choices = [(DRAFT, gettext("le brouillon"))] + [
            (str(number), gettext("la version %(number)s", number=number)) for number in numbers
        ]
        first = str(numbers[0]) if numbers else DRAFT
        for field, default in ((self.old, first), (self.new, DRAFT)):
            field.choices = choices
            if field.data not in dict(choices):
                field.data = default


def purpose(session: Session, project_id: int, name: str) -> Purpose | None:
    """Return what a text of the statement is for, with how others wrote it; None for no part."""
    part = _part(name)
    return purposes(project_id, queries.examples(session, [part]))[part] if part else None


def told(project_id: int, name: str) -> Told | None:
    """Return how the journal tells of who writes a text of the statement; None for no part."""
    part = _part(name)
    return _told(project_id, part) if part else None


def purposes(project_id: int, examples: Mapping[Part, Example]) -> dict[Part, Purpose]:
    """Return what each part of the statement is for."""
    return {
        part: Purpose(
            title=str(NAMES[part]),
            guide=str(GUIDES[part]),
            home=("statement/", gettext("Problématique")),
            told=_told(project_id, part),
            order=part.order,
            is_short=part is Part.QUESTION,
            example=examples.get(part),
        )
        for part in Part
    }


def _part(name: str) -> Part | None:
    return next((one for one in Part if one.text_name == name), None)


def _told(project_id: int, part: Part) -> Told:
    return Told("statement.written", project_id, {"part": part.value})
