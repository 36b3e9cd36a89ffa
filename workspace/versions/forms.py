"""What people type to name a version, to compare two, to take one up again."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from workspace.core import words
from workspace.core.fields import Text
from workspace.versions.models import NOW, Kind, Moment

LONGEST_TITLE = 120
MOST_SPELLS = 30  # among which one chooses


class VersionForm(Form):
    """The form to name a version: the text as it was shown, after so many changes."""

    title = Text(
        _("Nom de cette version"),
        [
            DataRequired(_("Donnez un nom à cette version.")),
            Length(max=LONGEST_TITLE, message=_("Raccourcissez à %(max)d caractères.")),
        ],
    )
    moment = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


class RestoreForm(Form):
    """The form to take a moment up again, over the version that was shown."""

    moment = Text()
    version = IntegerField(default=0, validators=[Optional()])


class ComparisonForm(Form):
    """The choice of two moments of a text."""

    old = SelectField(_("De"), validate_choice=False)
    new = SelectField(_("À"), validate_choice=False)

    def offer(self, moments: Sequence[Moment], chosen: Sequence[Moment]) -> None:
        """Offer the moments of a text, and those that were chosen."""
        spells = [one for one in moments if one.kind is Kind.SPELL][:MOST_SPELLS]
        offered = [one for one in moments if one.kind is not Kind.SPELL] + spells
        choices = {NOW: str(gettext("le texte de maintenant"))}
        for one in (*offered, *chosen):
            choices.setdefault(one.key, label(one))
        for field in (self.old, self.new):
            field.choices = list(choices.items())


def label(one: Moment) -> str:
    """Say which moment it is."""
    at = words.moment(one.at) if one.at else ""
    match one.kind:
        case Kind.NOW:
            said = gettext("le texte de maintenant")
        case Kind.NAMED:
            said = gettext("« %(title)s », %(at)s", title=one.title, at=at)
        case Kind.ADOPTED:
            said = gettext("la version %(number)s, adoptée, %(at)s", number=one.title, at=at)
        case Kind.SPELL if one.author:
            said = gettext("le %(at)s, par %(who)s", at=at, who=one.author.name)
        case Kind.SPELL:
            said = at or gettext("avant le premier mot")
    return str(said)
