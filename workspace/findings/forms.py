"""What people type about a finding, its sources and how they read it."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, Length

from workspace.core import clock
from workspace.core.fields import Day, Link, Paragraph, Text, is_offered, offered
from workspace.findings.changes import Origin
from workspace.findings.models import SourceKind, Stance

SENTENCE_LIMIT, TITLE_LIMIT, TEXT_LIMIT = 400, 300, 2000
SHORTEN = _("Raccourcissez à %(max)d caractères.")
NONE = ""
KINDS = {
    SourceKind.PAGE: _("Page ou document"),
    SourceKind.INDICATOR: _("Valeur d’un indicateur"),
    SourceKind.MEETING: _("Rencontre"),
    SourceKind.TESTIMONY: _("Parole d’une personne"),
    SourceKind.OTHER: _("Autre source"),
}
STANCES = {
    Stance.AGREES: _("Nous sommes d’accord"),
    Stance.NUANCES: _("Nous nuançons"),
    Stance.CONTESTS: _("Nous contestons"),
}


class SourceForm(Form):
    """What a finding rests on."""

    kind = RadioField(
        _("D’où vient ce constat\u202f?"),
        [is_offered],
        choices=offered(*KINDS.items()),
        default=SourceKind.PAGE.value,
        validate_choice=False,
    )
    indicator = SelectField(_("Indicateur"), [is_offered], validate_choice=False, default=NONE)
    title = Text(_("Nom de la source"), [Length(max=TITLE_LIMIT, message=SHORTEN)])
    url = Link(_("Adresse de la page"))
    dated_on = Day(_("Date de la source"))

    def offer(self, indicators: Sequence[tuple[int, str]]) -> None:
        """Offer the indicators whose value may be cited."""
        self.indicator.choices = offered(
            (NONE, gettext("Choisir un indicateur")),
            *((str(id_), name) for id_, name in indicators),
        )

    def validate_indicator(self, field: SelectField) -> None:
        """Ask which indicator."""
        if self.kind.data == SourceKind.INDICATOR and not field.data:
            raise ValidationError(gettext("Choisissez l’indicateur dont vous citez la valeur."))

    def validate_title(self, field: Text) -> None:
        """Ask for the name of the source; an indicator has one."""
        if self.kind.data != SourceKind.INDICATOR and not field.data:
            raise ValidationError(gettext("Nommez la source, pour que chacun la retrouve."))

    def validate_url(self, field: Link) -> None:
        """Ask for the address of a page."""
        if self.kind.data == SourceKind.PAGE and not field.data:
            raise ValidationError(gettext("Donnez l’adresse de la page, ou choisissez « Autre »."))

    def validate_dated_on(self, field: Day) -> None:
        """Refuse a day that is still to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Une source ne peut pas dater d’un jour à venir."))

    def says(self) -> Origin:
        """Return what was typed; what does not go with the kind of source is left out."""
        kind = SourceKind(self.kind.data)
        if kind is SourceKind.INDICATOR:
            return Origin(kind, title=self.title.data, indicator_id=int(self.indicator.data))
        return Origin(kind, title=self.title.data, url=self.url.data, dated_on=self.dated_on.data)


class FindingForm(SourceForm):
    """A finding with its first source."""

    sentence = Paragraph(
        _("Le constat, en une phrase"),
        [
            DataRequired(_("Écrivez le constat.")),
            Length(max=SENTENCE_LIMIT, message=SHORTEN),
        ],
    )


class SentenceForm(Form):
    """Another sentence for a finding."""

    sentence = Paragraph(
        _("Le constat, en une phrase"),
        [
            DataRequired(_("Écrivez le constat.")),
            Length(max=SENTENCE_LIMIT, message=SHORTEN),
        ],
    )
    version = IntegerField(default=0)


class ViewpointForm(Form):
    """How an institution reads a finding."""

    stance = RadioField(
        _("Votre institution, devant ce constat"),
        [is_offered],
        choices=offered(*STANCES.items()),
        validate_choice=False,
    )
    text = Paragraph(_("Comment vous le lisez"), [Length(max=TEXT_LIMIT, message=SHORTEN)])
    version = IntegerField(default=0)

    def validate_text(self, field: Paragraph) -> None:
        """Ask for reasons, unless the institution agrees."""
        if self.stance.data in {Stance.NUANCES, Stance.CONTESTS} and not field.data:
            raise ValidationError(gettext("Dites en une phrase ce que vous lisez autrement."))
