"""What people type to invite, and to come in."""

from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField, ValidationError

from workspace.accounts.forms import Email, NameForm, NewPasswordForm
from workspace.core.mail import is_address
from workspace.projects.forms import ROLES
from workspace.projects.models import Role


class InvitationForm(Form):
    """Whom to invite, and as what."""

    email = Email(_("Adresse électronique"))
    role = RadioField(_("Rôle"), choices=ROLES, default=Role.CONTRIBUTOR.value)

    def validate_email(self, field: Email) -> None:
        """Refuse what no letter would reach."""
        if not is_address(field.data):
            raise ValidationError(_("Écrivez une adresse entière, comme prenom.nom@exemple.fr."))


class NewcomerForm(NameForm, NewPasswordForm):
    """A person who has no account yet: their name, and a password to come."""
