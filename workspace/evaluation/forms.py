"""What people type into the evaluation log."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, RadioField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, Length

from workspace.core import clock, reference
from workspace.core.fields import Day, Paragraph, listed
from workspace.evaluation.models import (
    CRITERIA,
    KINDS,
    OBSERVATION,
    VOICE,
    LogEntry,
    Outline,
    outline_of,
)
from workspace.files.forms import Files

LONGEST = 5000
TOO_LONG = _("Raccourcissez à %(max)d caractères.")
LARGEST_ID = 2**31 - 1


class Several(SelectMultipleField):
    """Several choices, or none; an empty one is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was chosen."""
        super().process_formdata([value for value in valuelist if value])


class EntryForm(Form):
    """An entry of the log: a text and its kind are enough."""

    text = Paragraph(
        _("Ce qui s’est passé"),
        [
            DataRequired(_("Écrivez ce qui s’est passé : une ou deux phrases suffisent.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
    kind = RadioField(
        _("Sorte d’entrée"), choices=listed(KINDS), default=OBSERVATION, validate_choice=False
    )
    happened_on = Day(_("Jour"), default=clock.today)
    actions = Several(_("Action"), coerce=int, validate_choice=False)
    criteria = Several(_("Critères"), choices=listed(CRITERIA), validate_choice=False)
    why = Paragraph(_("Pourquoi"), [Length(max=LONGEST, message=TOO_LONG)])
    expected = Paragraph(_("Effet attendu"), [Length(max=LONGEST, message=TOO_LONG)])
    observed = Paragraph(_("Effet constaté"), [Length(max=LONGEST, message=TOO_LONG)])
    has_consent = BooleanField(_("Les personnes citées ou photographiées sont d’accord"))
    files = Files(_("Photo ou fichier"))

    def validate_kind(self, field: RadioField) -> None:
        """Refuse what is not a kind."""
        if field.data not in reference.entries(KINDS):
            raise ValidationError(_("Choisissez une sorte d’entrée."))

    def validate_happened_on(self, field: Day) -> None:
        """Refuse a day that has not come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("On note ce qui a eu lieu : choisissez un jour passé."))

    def validate_actions(self, field: Several) -> None:
        """Refuse what is no action."""
        if any(not 0 < chosen <= LARGEST_ID for chosen in field.data or ()):
            raise ValidationError(_("Choisissez une action du projet."))

    def validate_criteria(self, field: Several) -> None:
        """Refuse what is not a criterion."""
        if not set(field.data or ()) <= reference.entries(CRITERIA).keys():
            raise ValidationError(_("Choisissez des critères de la liste."))

    def validate_has_consent(self, field: BooleanField) -> None:
        """Refuse to quote somebody who has not agreed."""
        if self.kind.data == VOICE and not field.data:
            raise ValidationError(_("Une parole se note avec l’accord de la personne."))

    def outline(self, today: date) -> Outline:
        """Return what was written; the day is today unless another one is given."""
        return Outline(
            kind=str(self.kind.data),
            text=self.text.data,
            happened_on=self.happened_on.data or today,
            action_ids=frozenset(self.actions.data or ()),
            criteria=frozenset(self.criteria.data or ()),
            why=self.why.data,
            expected=self.expected.data,
            observed=self.observed.data,
            has_consent=bool(self.has_consent.data),
        )

    def forget_files(self) -> None:
        """Say that files have to be chosen again, since a browser does not send them twice."""
        if self.files.data and not self.files.errors:
            self.files.errors = [_("Choisissez de nouveau ces fichiers, puis renvoyez.")]


def filled(entry: LogEntry) -> EntryForm:
    """Return the form that holds what is written in an entry."""
    written = dict(vars(outline_of(entry)))
    written["actions"] = sorted(written.pop("action_ids"))
    return EntryForm(data=written)
