"""What people type in a shared text."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, ValidationError
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from workspace.core.fields import Paragraph
from workspace.core.weave import SCHEMA
from workspace.texts.changes import LARGEST

MOST_PARAGRAPHS = 1000


class TextForm(Form):
    """The form to write a text, from the version that was shown."""

    schema = SCHEMA

    text = Paragraph(
        _("Texte de cette partie"),
        [
            Length(
                max=LARGEST,
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
