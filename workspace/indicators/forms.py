"""What people type about an indicator and its values."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from workspace.core import clock, reference, words
from workspace.core.fields import Day, Figure, Link, Paragraph, Text, is_offered, offered
from workspace.core.reference import Entry
from workspace.indicators import queries
from workspace.indicators.models import Definition, Frequency, Measure

NAME_LIMIT, TEXT_LIMIT, LINE_LIMIT, UNIT_LIMIT = 160, 2000, 300, 40
NOBODY = ""
SHORTEN = _("Raccourcissez à %(max)d caractères.")

FREQUENCIES = offered(
    (Frequency.MONTHLY.value, _("Tous les mois")),
    (Frequency.QUARTERLY.value, _("Tous les trois mois")),
    (Frequency.HALF_YEARLY.value, _("Tous les six mois")),
    (Frequency.YEARLY.value, _("Tous les ans")),
    (Frequency.THREE_YEARLY.value, _("Tous les trois ans")),
    (Frequency.IRREGULAR.value, _("Sans rythme fixe")),
)
LAGS = offered(
    ("0", _("Aussitôt")),
    ("3", _("Trois mois après")),
    ("6", _("Six mois après")),
    ("12", _("Un an après")),
    ("24", _("Deux ans après")),
    ("36", _("Trois ans après")),
)
KINDS = {
    "contexte": _("Contexte du territoire"),
    "offre": _("Offre culturelle"),
    "pratique": _("Pratiques et publics"),
    "cooperation": _("Coopération"),
    "deliberation": _("Délibération"),
    "societe": _("Société"),
    "moyens": _("Moyens"),
    "culture": _("Culture"),
    "activite": _("Activité"),
    "usage_bibliotheque": _("Bibliothèques"),
    "communication": _("Communication"),
}
RHYTHMS = {
    "annuelle": Frequency.YEARLY,
    "trimestrielle": Frequency.QUARTERLY,
    "triennale": Frequency.THREE_YEARLY,
}


class IndicatorForm(Form):
    """What is said of an indicator."""

    name = Text(
        _("Nom de l’indicateur"),
        [
            DataRequired(_("Donnez un nom à l’indicateur.")),
            Length(max=NAME_LIMIT, message=SHORTEN),
        ],
    )
    definition = Paragraph(
        _("Définition"),
        [
            DataRequired(_("Dites ce que l’on compte, et comment.")),
            Length(max=TEXT_LIMIT, message=SHORTEN),
        ],
    )
    unit = Text(_("Unité"), [Length(max=UNIT_LIMIT, message=SHORTEN)])
    perimeter = Text(_("Territoire couvert"), [Length(max=LINE_LIMIT, message=SHORTEN)])
    source = Text(
        _("Source"),
        [
            DataRequired(_("Dites d’où viennent les valeurs.")),
            Length(max=LINE_LIMIT, message=SHORTEN),
        ],
    )
    source_url = Link(_("Adresse de la source"))
    frequency = SelectField(
        _("Rythme des relevés"),
        [is_offered],
        choices=FREQUENCIES,
        default=Frequency.YEARLY.value,
        validate_choice=False,
    )
    lag_months = SelectField(
        _("Publication"), [is_offered], choices=LAGS, default="0", validate_choice=False
    )
    institution = SelectField(_("Institution qui veille"), [is_offered], validate_choice=False)
    watcher = SelectField(_("Personne qui veille"), [is_offered], validate_choice=False)
    reference = Text(_("Indicateur de référence"))
    baseline = Figure(_("Valeur de départ"))
    baseline_on = Day(_("Date de départ"))
    target = Figure(_("Cible"))
    target_on = Day(_("Date de la cible"))
    version = IntegerField(default=0)

    def offer(
        self, institutions: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]]
    ) -> None:
        """Offer who may watch."""
        self.institution.choices = _choices(institutions, gettext("Aucune pour l’instant"))
        self.watcher.choices = _choices(people, gettext("Personne en particulier"))

    def validate_reference(self, field: Text) -> None:
        """Refuse what the reference list does not hold."""
        if field.data and field.data not in reference.entries(queries.LIST):
            raise ValidationError(gettext("Choisissez l’une des réponses proposées."))

    def validate_target_on(self, field: Day) -> None:
        """Refuse a day without a target."""
        if field.data and self.target.data is None:
            raise ValidationError(gettext("Donnez aussi la cible, ou effacez sa date."))

    def validate_baseline_on(self, field: Day) -> None:
        """Refuse a day without a value."""
        if field.data and self.baseline.data is None:
            raise ValidationError(gettext("Donnez aussi la valeur de départ, ou effacez sa date."))

    def says(self) -> Definition:
        """Return what was typed."""
        return Definition(
            name=self.name.data,
            definition=self.definition.data,
            unit=self.unit.data,
            perimeter=self.perimeter.data,
            source=self.source.data,
            source_url=self.source_url.data,
            frequency=Frequency(self.frequency.data),
            lag_months=int(self.lag_months.data),
            institution_id=_id(self.institution.data),
            watcher_id=_id(self.watcher.data),
            reference=self.reference.data,
            baseline=self.baseline.data,
            baseline_on=self.baseline_on.data,
            target=self.target.data,
            target_on=self.target_on.data,
        )


class ReadingForm(Form):
    """A dated value."""

    taken_on = Day(_("Date de la valeur"), [InputRequired(_("Donnez la date de la valeur."))])
    value = Figure(_("Valeur"), [InputRequired(_("Donnez la valeur."))])
    note = Text(_("Note"), [Length(max=LINE_LIMIT, message=SHORTEN)])
    version = IntegerField(default=0)

    def validate_taken_on(self, field: Day) -> None:
        """Refuse spaces alone, and a day that is still to come."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Donnez la date de la valeur."))
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Un relevé ne peut pas dater d’un jour à venir."))

    def validate_value(self, field: Figure) -> None:
        """Refuse spaces alone."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Donnez la valeur."))

    def says(self) -> Measure:
        """Return what was typed."""
        if self.taken_on.data is None or self.value.data is None:
            raise ValueError
        return Measure(self.taken_on.data, self.value.data, self.note.data)


def opened(definition: Definition, version: int) -> dict[str, object]:
    """Return what a form shows of an indicator."""
    return {
        **vars(definition),
        "lag_months": str(definition.lag_months),
        "institution": str(definition.institution_id or NOBODY),
        "watcher": str(definition.watcher_id or NOBODY),
        "version": version,
    }


def proposed(entry: Entry) -> dict[str, object]:
    """Return what a form is filled with, from the reference list."""
    said = entry.fields
    return {
        "name": entry.label(words.language()),
        "definition": said["definition_fr"],
        "unit": said["unit"],
        "source": said["source_fr"] or said["producer"],
        "frequency": RHYTHMS.get(said["frequency"], Frequency.IRREGULAR).value,
        "reference": entry.code,
    }


def offered_references() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the reference list as one chooses in it, kind by kind."""
    language = words.language()
    return [
        (
            str(KINDS.get(kind, kind)),
            [(entry.code, entry.label(language)) for entry in entries],
        )
        for kind, entries in queries.proposals().items()
    ]


def _choices(found: Sequence[tuple[int, str]], nobody: str) -> list[tuple[str, str]]:
    return offered((NOBODY, nobody), *((str(id_), name) for id_, name in found))


def _id(chosen: str) -> int | None:
    return int(chosen) if chosen else None
