"""What people type to comment."""

from flask_babel import lazy_gettext as _
from wtforms import Form
from wtforms.validators import DataRequired, Length

from workspace.core.fields import Paragraph

LONGEST = 5000


class CommentForm(Form):
    """The form to comment."""

    body = Paragraph(
        _("Votre commentaire"),
        [
            DataRequired(_("Écrivez votre commentaire.")),
            Length(max=LONGEST, message=_("Raccourcissez à %(max)d caractères.")),
        ],
    )
