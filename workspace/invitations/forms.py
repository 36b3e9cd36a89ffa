"""What people type to invite, and to come in."""

from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField
from wtforms.validators import DataRequired, Length, Regexp

from workspace.core.fields import Text
from workspace.projects.forms import ROLES
from workspace.projects.models import Role

ADDRESS = r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+$"


class InvitationForm(Form):
    """Whom to invite, and as what."""

    email = Text(
        _("Adresse électronique"),
        [
            DataRequired(_("Donnez l’adresse de la personne.")),
            Length(max=254, message=_("Cette adresse est trop longue.")),
            Regexp(ADDRESS, message=_("Cette adresse n’est pas complète.")),
        ],
    )
    role = RadioField(_("Rôle"), choices=ROLES, default=Role.CONTRIBUTOR.value)
