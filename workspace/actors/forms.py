"""What people type about an actor, how to reach it, and what ties it to others."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, Length

from workspace.actors.models import (
    MOST_CONTACTS,
    SORTS,
    ActorStatus,
    Filter,
    Profile,
    Reach,
    is_symmetric,
)
from workspace.core import clock, reference, words
from workspace.core.fields import Day, Paragraph, Text, listed
from workspace.institutions.models import SIREN_LENGTH, is_siren
from workspace.territories.forms import OneTerritoryForm

NAME_LIMIT, LINE_LIMIT, TEXT_LIMIT = 200, 200, 2000
KEPT = timedelta(days=730)  # how long a contact is kept, unless its form says otherwise
LONGEST_KEPT = timedelta(days=1826)
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\].]{2,63}")
PHONE = re.compile(r"[+\d][\d .()/-]{3,38}\d", re.ASCII)
FROM_OTHER = "~"
NOBODY, DEEPEST = 0, 100_000  # the choice of no one; actors passed over at most
TOO_LONG = _("Raccourcissez à %(max)d caractères.")

STATUSES = [
    (ActorStatus.EXPECTED.value, _("Pressenti")),
    (ActorStatus.ACTIVE.value, _("Actif")),
    (ActorStatus.ASIDE.value, _("En retrait")),
    (ActorStatus.LEFT.value, _("Parti")),
]
ORDERS = [
    ("part", _("Par rôle")),
    ("name", _("Par nom")),
    ("type", _("Par type")),
    ("place", _("Par commune")),
    ("status", _("Par statut")),
    ("ties", _("Par nombre de liens")),
]
# What a relation is called by whoever stands at its other end.
OTHER_WAY = {
    "finance": _("Reçoit un financement de"),
    "mandate": _("Reçoit mandat de"),
    "porte": _("Est porté ou employé par"),
    "met_a_disposition": _("Dispose de moyens de"),
    "informe": _("Est informé par"),
    "consulte": _("Est consulté par"),
    "siege": _("Compte parmi ses membres"),
    "forme": _("Est formé ou accompagné par"),
    "delegue": _("Reçoit délégation de"),
}


def ties() -> list[SelectChoice]:
    """Offer every tie that one actor may have to another, in words, both ways."""
    found: list[SelectChoice] = []
    for code in reference.entries("relation_types"):
        found.append(SelectChoice(code, tie_words(code)))
        if not is_symmetric(code):
            words_back = tie_words(code, is_from_other=True)
            found.append(SelectChoice(FROM_OTHER + code, words_back))
    return found


def tie_words(code: str, *, is_from_other: bool = False) -> str:
    """Return what a tie is called, seen from one of its ends."""
    if is_from_other and code in OTHER_WAY:
        return str(OTHER_WAY[code])
    return words.label(code, "relation_types")


class ActorForm(Form):
    """What people write of an actor."""

    name = Text(
        _("Nom de l’acteur"),
        [
            DataRequired(_("Donnez le nom de l’acteur.")),
            Length(max=NAME_LIMIT, message=_("Raccourcissez le nom à %(max)d caractères.")),
        ],
    )
    is_another = BooleanField(_("C’est bien un autre acteur"))
    type = SelectField(_("Type"), choices=listed("actor_types", ("", _("À préciser"))))
    parts = SelectMultipleField(_("Rôle dans la coopération"), choices=listed("roles"))
    status = SelectField(
        _("Statut"),
        choices=[SelectChoice(*one) for one in STATUSES],
        default=ActorStatus.ACTIVE.value,
    )
    territory = FormField(OneTerritoryForm, _("Commune ou territoire"))
    place = Text(_("Lieu, en toutes lettres"), [Length(max=LINE_LIMIT, message=TOO_LONG)])
    institution = SelectField(
        _("Institution qu’il représente ici"), coerce=int, validate_choice=False, default=NOBODY
    )
    siren = Text(_("Numéro SIREN"))
    domains = SelectMultipleField(_("Domaines"), choices=listed("cultural_domains"))
    interests = Paragraph(_("Ce qui l’intéresse"), [Length(max=TEXT_LIMIT, message=TOO_LONG)])
    resources = Paragraph(_("Ce qu’il apporte"), [Length(max=TEXT_LIMIT, message=TOO_LONG)])
    limits = Paragraph(_("Ses contraintes"), [Length(max=TEXT_LIMIT, message=TOO_LONG)])
    note = Paragraph(_("Remarque"), [Length(max=TEXT_LIMIT, message=TOO_LONG)])
    version = IntegerField(default=0)

    def offer(self, institutions: Sequence[tuple[int, str]]) -> None:
        """Offer the institutions that the actor may be."""
        nobody = (NOBODY, str(_("Aucune, ou pas encore connue")))
        self.institution.choices = [SelectChoice(*one) for one in (nobody, *institutions)]

    def validate_institution(self, field: SelectField) -> None:
        """Refuse what is not offered."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(_("Choisissez une institution de la liste."))

    def validate_siren(self, field: Text) -> None:
        """Check the number; that of an establishment begins with it."""
        number = siren_of(field.data)
        if number is None:
            raise ValidationError(
                _("Ce numéro n’est pas un SIREN : il a neuf chiffres, dont le dernier vérifie.")
            )
        field.data = number

    def profile(self, territory_id: int | None) -> Profile:
        """Return what was typed."""
        return Profile(
            name=self.name.data,
            type=self.type.data,
            parts=tuple(self.parts.data or ()),
            status=ActorStatus(self.status.data),
            place=self.place.data,
            territory_id=territory_id,
            institution_id=self.institution.data or None,
            siren=self.siren.data,
            domains=tuple(self.domains.data or ()),
            interests=self.interests.data,
            resources=self.resources.data,
            limits=self.limits.data,
            note=self.note.data,
        )


class ContactForm(Form):
    """How to reach somebody, where that is known from, and until when it may be kept."""

    name = Text(_("Nom de la personne"), [Length(max=LINE_LIMIT, message=TOO_LONG)])
    function = Text(_("Fonction"), [Length(max=LINE_LIMIT, message=TOO_LONG)])
    email = Text(_("Courriel"), [Length(max=LINE_LIMIT, message=TOO_LONG)])
    phone = Text(_("Téléphone"))
    origin = Text(
        _("D’où viennent ces coordonnées"),
        [
            DataRequired(_("Dites d’où viennent ces coordonnées, par exemple : données par lui.")),
            Length(max=LINE_LIMIT, message=TOO_LONG),
        ],
    )
    kept_until_on = Day(
        _("À effacer après le"),
        [DataRequired(_("Donnez le dernier jour où ces coordonnées servent."))],
        default=lambda: clock.today() + KEPT,
    )
    version = IntegerField(default=0)

    others = 0  # contacts that the actor has besides

    def validate_name(self, _field: Text) -> None:
        """Refuse more contacts than can be read, and exported."""
        if self.others >= MOST_CONTACTS:
            raise ValidationError(_("Cet acteur a neuf contacts : effacez-en un d’abord."))

    def validate_email(self, field: Text) -> None:
        """Ask for an address, or for another way to reach the person."""
        if not (field.data or self.phone.data or self.name.data):
            raise ValidationError(_("Donnez au moins un nom, un courriel ou un téléphone."))
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Ce courriel n’est pas complet : nom@exemple.fr."))

    def validate_phone(self, field: Text) -> None:
        """Refuse what nobody can dial."""
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(_("Écrivez un numéro de téléphone, par exemple 02 99 00 00 00."))

    def validate_kept_until_on(self, field: Day) -> None:
        """Refuse a day that is over, and one that is too far."""
        problem = _wrong_end(field.data, clock.today()) if field.data else None
        if problem:
            raise ValidationError(problem)

    def reach(self) -> Reach:
        """Return what was typed."""
        return Reach(
            name=self.name.data,
            function=self.function.data,
            email=self.email.data,
            phone=self.phone.data,
            origin=self.origin.data,
            kept_until_on=self.kept_until_on.data or clock.today(),
        )


class RelationForm(Form):
    """What ties an actor to another."""

    tie = SelectField(_("Ce lien"), choices=ties, default="conventionne")
    other = SelectField(_("Avec"), coerce=int, validate_choice=False)
    note = Text(_("En une phrase"), [Length(max=LINE_LIMIT, message=TOO_LONG)])

    def offer(self, others: Sequence[tuple[int, str]]) -> None:
        """Offer the actors to which one may be tied."""
        self.other.choices = [SelectChoice(*one) for one in others]

    def validate_other(self, field: SelectField) -> None:
        """Refuse what is not offered."""
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError(_("Choisissez l’autre acteur."))

    @property
    def type(self) -> str:
        """Return the kind of tie."""
        return str(self.tie.data).removeprefix(FROM_OTHER)

    @property
    def is_from_other(self) -> bool:
        """Tell whether the tie goes from the other actor to this one."""
        return str(self.tie.data).startswith(FROM_OTHER)


def wanted_actors(typed: Mapping[str, str]) -> Filter:
    """Return which actors an address asks for; what it does not say well is not asked."""

    def said(name: str) -> str:
        signs = (sign for sign in typed.get(name, "")[:LINE_LIMIT] if sign.isprintable())
        return "".join(signs).strip()

    sort, start = said("sort"), said("start")
    is_known = sort.removeprefix("-") in SORTS
    return Filter(
        words=said("q"),
        type=said("type"),
        part=said("part"),
        status=said("status"),
        only=said("only"),
        sort=sort.removeprefix("-") if is_known else SORTS[0],
        is_backwards=is_known and sort.startswith("-"),
        start=min(int(start), DEEPEST) if start.isascii() and start.isdecimal() else 0,
    )


def siren_of(typed: str) -> str | None:
    """Return the SIREN that was typed, empty when nothing was, None when it is none."""
    number = "".join(typed.split())
    if len(number) > SIREN_LENGTH and len(number) == SIREN_LENGTH + 5:
        number = number[:SIREN_LENGTH]
    return number if not number or is_siren(number) else None


def _wrong_end(day: date, today: date) -> str | None:
    if day < today:
        return str(_("Ce jour est passé : ces coordonnées seraient effacées aussitôt."))
    if day > today + LONGEST_KEPT:
        return str(_("Gardez ces coordonnées cinq ans au plus."))
    return None
