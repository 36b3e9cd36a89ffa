"""What people type about a project and its members."""

from flask_babel import lazy_gettext as _
from wtforms import (
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from workspace.core.fields import Day, Paragraph, Text, offered
from workspace.projects.models import Role
from workspace.territories.forms import TerritoryForm

TITLE_LIMIT = 160
SUMMARY_LIMIT = 600

ROLES = offered(
    (Role.LEAD.value, _("Pilote : gère l’espace et ses membres")),
    (Role.CONTRIBUTOR.value, _("Contributeur : écrit, déplace, commente")),
    (Role.READER.value, _("Lecteur : lit tout, n’écrit rien")),
)


class ProjectForm(Form):
    """What a project says of itself."""

    title = Text(
        _("Titre du projet"),
        [
            DataRequired(_("Donnez un titre au projet.")),
            Length(max=TITLE_LIMIT, message=_("Raccourcissez le titre à %(max)d caractères.")),
        ],
    )
    summary = Paragraph(
        _("En une phrase"),
        [Length(max=SUMMARY_LIMIT, message=_("Raccourcissez à %(max)d caractères."))],
    )
    territory = FormField(TerritoryForm, _("Territoires du projet"))
    starts_on = Day(_("Début"))
    ends_on = Day(_("Fin"))
    institution = SelectField(_("Vous agissez au titre de"), coerce=int, validate_choice=False)
    version = IntegerField(default=0)

    def validate_ends_on(self, field: Day) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("La fin vient après le début."))


class RoleForm(Form):
    """Another role for a member."""

    role = RadioField(_("Rôle"), choices=ROLES)
