"""What people type about an institution, and about their mandate for it."""

import re
from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from workspace.core import clock
from workspace.core.fields import Day, Text, listed
from workspace.institutions.models import SIREN_LENGTH, Card, Term, is_siren
from workspace.territories.forms import LARGEST_ID, OneTerritoryForm

NAME_LIMIT = 160
FUNCTION_LIMIT = 120
SCOPE_LIMIT = 300
SIRET_LENGTH = 14
INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}", re.ASCII)
SHORT_INSEE = re.compile(r"\d{4}", re.ASCII)
NEW, NOTHING = 0, -1


def whole(typed: object) -> int:
    """Return the id that was chosen; what is no id stands for no institution there is."""
    text = str(typed)
    is_id = text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST_ID))
    return int(text) if is_id else NOTHING


class Number(Text):
    """A code that is often typed with spaces."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed, without the spaces between its figures."""
        super().process_formdata(valuelist)
        self.data = "".join(self.data.split()).upper()


class InstitutionForm(Form):
    """What is known of an institution."""

    name = Text(
        _("Nom de l’institution"),
        [
            DataRequired(_("Donnez le nom de l’institution, en entier.")),
            Length(max=NAME_LIMIT, message=_("Raccourcissez le nom à %(max)d caractères.")),
        ],
    )
    type = SelectField(_("Type"), choices=listed("actor_types"))
    siren = Number(_("Numéro SIREN"))
    insee = Number(_("Code INSEE de la commune"))
    territory = FormField(OneTerritoryForm, _("Territoire"))
    version = IntegerField(default=0)

    def validate_siren(self, field: Number) -> None:
        """Check the number; that of an establishment begins with it."""
        if len(field.data) == SIRET_LENGTH and is_siren(field.data[:SIREN_LENGTH]):
            field.data = field.data[:SIREN_LENGTH]
        if field.data and not is_siren(field.data):
            raise ValidationError(
                _("Ce numéro n’est pas un SIREN : il a neuf chiffres, dont le dernier vérifie.")
            )

    def validate_insee(self, field: Number) -> None:
        """Check the code; a spreadsheet often takes its zero away."""
        if SHORT_INSEE.fullmatch(field.data):
            raise ValidationError(
                _("Ce code a perdu son zéro : écrivez 0%(code)s.") % {"code": field.data}
            )
        if field.data and not INSEE.fullmatch(field.data):
            raise ValidationError(_("Un code INSEE a cinq caractères, comme 38185 ou 2A004."))

    def card(self, territory_id: int | None) -> Card:
        """Return what was typed."""
        return Card(
            name=self.name.data,
            type=self.type.data,
            siren=self.siren.data or None,
            insee=self.insee.data or None,
            territory_id=territory_id,
        )


class MandateForm(Form):
    """For which institution a person speaks, as what, from when to when."""

    institution = RadioField(
        _("Institution"),
        [InputRequired(_("Choisissez l’institution."))],
        coerce=whole,
        validate_choice=False,
    )
    is_another = BooleanField(_("C’est bien une autre institution que celles-ci"))
    function = Text(
        _("Votre fonction"),
        [Length(max=FUNCTION_LIMIT, message=_("Raccourcissez à %(max)d caractères."))],
    )
    scope = Text(
        _("Ce que couvre ce mandat"),
        [Length(max=SCOPE_LIMIT, message=_("Raccourcissez à %(max)d caractères."))],
    )
    starts_on = Day(
        _("Du"), [DataRequired(_("Donnez le premier jour du mandat."))], default=clock.today
    )
    ends_on = Day(_("Au, s’il a une fin"))

    def validate_ends_on(self, field: Day) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Le dernier jour vient après le premier."))

    def term(self) -> Term:
        """Return what the mandate says."""
        return Term(
            starts_on=self.starts_on.data or clock.today(),
            ends_on=self.ends_on.data,
            function=self.function.data,
            scope=self.scope.data,
        )


class EndForm(Form):
    """The last day of a mandate."""

    starts_on: date | None = None
    last_day = Day(_("Dernier jour"), [DataRequired(_("Donnez le dernier jour du mandat."))])

    def validate_last_day(self, field: Day) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on and field.data < self.starts_on:
            raise ValidationError(_("Le dernier jour vient après le premier."))
