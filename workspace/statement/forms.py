"""What people type in a statement, and to adopt it."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from workspace.core.fields import Paragraph, Text

DRAFT = "draft"
LONGEST = 20_000
MOST_PARAGRAPHS = 1000
LONGEST_NOTE = 300


class PartForm(Form):
    """The form to write a part."""

    text = Paragraph(
        _("Texte de cette partie"),
        [
            Length(
                max=LONGEST,
                message=_(
                    "Ce texte dépasse %(max)d caractères. Rien n’est perdu : gardez l’essentiel"
                    " ici, et le reste dans un document joint."
                ),
            )
        ],
    )
    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])

    def validate_text(self, field: Paragraph) -> None:
        """Refuse what no one would read."""
        if len(field.data.splitlines()) > MOST_PARAGRAPHS:
            raise ValidationError(
                gettext(
                    "Ce texte a plus de %(max)s lignes. Réunissez celles qui vont ensemble.",
                    max=MOST_PARAGRAPHS,
                )
            )


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
