"""Choosing territories inside a form, with or without a script."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from wtforms import Field, Form, SelectField, ValidationError
from wtforms.validators import Length

from workspace.core.fields import Text, listed
from workspace.territories import queries
from workspace.territories.models import Declared, Territory
from workspace.territories.queries import Place

LARGEST_ID = 2**31 - 1
NAME_LIMIT = 160


class Ids(Field):
    """The ids of what was chosen, in order, each once."""

    data: list[int]

    def process_data(self, value: Iterable[int] | None) -> None:
        """Take what the form is opened with."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was chosen; what is no id is left out."""
        numbers = (int(text) for text in valuelist if text.isascii() and text.isdecimal())
        self.data = list(dict.fromkeys(number for number in numbers if number <= LARGEST_ID))


class TerritoryForm(Form):
    """Territories chosen among those proposed for what is typed, or declared by hand.

    Without a script, what is typed is sent with the form, which comes back with the proposals.
    """

    most: ClassVar[int] = 100

    ids = Ids()
    typed = Text(_("Commune, intercommunalité, département ou région"))
    proposed = Text()  # for what the proposals were shown
    name = Text(
        _("Nom du territoire"),
        [Length(max=NAME_LIMIT, message=_("Raccourcissez le nom à %(max)d caractères."))],
    )
    level = SelectField(_("Échelle"), choices=listed("territory_levels"), default="commune")

    chosen: Sequence[Territory] = ()
    found: Sequence[Place] = ()

    def fill(self, session: Session, space_id: int | None = None) -> None:
        """Load what was chosen, and what is proposed for what was typed."""
        self.chosen = queries.find_all(session, self.ids.data, space_id=space_id)
        self.found = queries.propose(session, self.typed.data, space_id=space_id)

    def declared(self) -> Declared | None:
        """Return the territory that was declared by hand."""
        if not self.name.data:
            return None
        return Declared(self.name.data, self.level.data)

    def validate_ids(self, field: Ids) -> None:
        """Refuse more territories than are wanted."""
        if len(field.data) > self.most:
            raise ValidationError(
                ngettext(
                    "Gardez un seul territoire.", "Gardez %(num)s territoires au plus.", self.most
                )
            )

    def validate_typed(self, field: Text) -> None:
        """Ask to choose, as long as something is only typed."""
        if field.data and not (self.ids.data and field.data == self.proposed.data):
            raise ValidationError(
                _("Choisissez un territoire dans la liste, ou effacez ce qui est tapé.")
            )


class OneTerritoryForm(TerritoryForm):
    """One territory."""

    most = 1
