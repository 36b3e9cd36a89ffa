"""What people type about themselves, and to sign in."""

import unicodedata
from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, PasswordField, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import EmailInput

from workspace.accounts.models import Language, Scheme
from workspace.accounts.policy import Weakness, weakness
from workspace.core.fields import Text, offered

NAME_LIMIT = 120

WEAKNESSES: Mapping[Weakness, LazyString] = {
    Weakness.UNSEEN: _("Ce mot de passe contient un caractère invisible. Retirez-le."),
    Weakness.LONG: _("Raccourcissez le mot de passe à 1024 caractères."),
    Weakness.SHORT: _(
        "Allongez le mot de passe : 12 caractères avec minuscules, majuscules, chiffres et"
        " signes, 14 avec trois de ces sortes, ou une phrase d’au moins 20 caractères."
    ),
    Weakness.COMMON: _(
        "Ce mot de passe est trop courant ou se répète trop. Choisissez-en un que personne ne"
        " devinerait."
    ),
    Weakness.NAMED: _(
        "Choisissez un mot de passe qui ne contient ni votre nom, ni votre adresse, ni celui du"
        " service."
    ),
}


class Email(Text):
    """An address, or what someone takes for theirs."""

    widget = EmailInput()


class SignInForm(Form):
    """Who one says one is."""

    email = Email(_("Adresse électronique"), [DataRequired(_("Donnez votre adresse."))])
    password = PasswordField(_("Mot de passe"), [InputRequired(_("Donnez votre mot de passe."))])
    next = HiddenField()


class ForgottenForm(Form):
    """Where to send a link."""

    email = Email(_("Adresse électronique"), [DataRequired(_("Donnez votre adresse."))])


class NewPasswordForm(Form):
    """A password to come, which its owner's name does not give away."""

    own_words: Sequence[str] = ()
    password = PasswordField(
        _("Nouveau mot de passe"), [InputRequired(_("Choisissez un mot de passe."))]
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that could be guessed."""
        found = weakness(field.data or "", self.own_words)
        if found:
            raise ValidationError(WEAKNESSES[found])


class ChangePasswordForm(NewPasswordForm):
    """Another password, by whoever knows the present one."""

    current_password = PasswordField(
        _("Mot de passe actuel"), [InputRequired(_("Donnez votre mot de passe actuel."))]
    )


class ProofForm(Form):
    """The proof that it is really the owner of the account who asks."""

    current_password = PasswordField(
        _("Mot de passe actuel"), [InputRequired(_("Donnez votre mot de passe actuel."))]
    )


class NameForm(Form):
    """How a person is called."""

    name = Text(
        _("Nom"),
        [
            DataRequired(_("Donnez votre nom.")),
            Length(max=NAME_LIMIT, message=_("Raccourcissez le nom à %(max)d caractères.")),
        ],
    )

    def validate_name(self, field: Text) -> None:
        """Refuse a name that cannot be seen, or that rearranges the words around it."""
        kinds = {unicodedata.category(sign) for sign in field.data}
        if "Cf" in kinds or not any(kind[0] == "L" for kind in kinds):
            raise ValidationError(_("Écrivez ce nom avec des lettres que l’on peut voir."))


class ChoiceForm(Form):
    """How a person reads."""

    language = RadioField(
        _("Langue"),
        choices=offered((Language.FRENCH.value, "Français"), (Language.ENGLISH.value, "English")),
    )
    scheme = RadioField(
        _("Apparence"),
        choices=offered(
            (Scheme.AUTO.value, _("Comme l’appareil")),
            (Scheme.LIGHT.value, _("Claire")),
            (Scheme.DARK.value, _("Sombre")),
        ),
    )
