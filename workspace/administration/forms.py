"""What is typed to make an account for somebody."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, ValidationError

from workspace.accounts.forms import Email, NameForm
from workspace.core.mail import is_address


class NewcomerForm(NameForm):
    """Who comes, and what they will do here."""

    email = Email(_("Adresse électronique"))
    is_trainer = BooleanField(_("Cette personne forme : on peut lui confier des groupes"))

    def validate_email(self, field: Email) -> None:
        """Refuse what no letter would reach."""
        if not is_address(field.data):
            raise ValidationError(_("Écrivez une adresse entière, comme prenom.nom@exemple.fr."))
