"""Sheets of actors: what waits to be imported, what was, and what each line would do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.actors.models import GOES_WITH, MOST_CONTACTS, Actor, Contact, Profile, Reach
from workspace.core import clock, spelling
from workspace.core.db import Base
from workspace.core.journal import Detail

COLUMNS = {
    "name": _("Nom"),
    "type": _("Type"),
    "parts": _("Rôle"),
    "status": _("Statut"),
    "place": _("Commune ou lieu"),
    "code": _("Code du territoire"),
    "level": _("Échelle du territoire"),
    "institution": _("Institution"),
    "siren": _("SIREN"),
    "domains": _("Domaines"),
    "interests": _("Ce qui l’intéresse"),
    "resources": _("Ce qu’il apporte"),
    "limits": _("Ses contraintes"),
    "note": _("Remarque"),
}
ABOUT_CONTACT = {
    "name": _("Contact"),
    "function": _("Fonction"),
    "email": _("Courriel"),
    "phone": _("Téléphone"),
    "origin": _("Origine des coordonnées"),
    "kept_until_on": _("À effacer après le"),
}
# How people call their columns, as `spelling.key` reads them; their labels come on top.
HEADERS = {
    "name": "nom name acteur actor structure organisme denomination intitule nom_de_la_structure"
    " raison_sociale nom_de_l_acteur nom_usuel nom_de_l_organisme",
    "type": "type categorie nature type_d_acteur type_de_structure type_equipement",
    "parts": "role roles part parts role_dans_la_cooperation",
    "status": "statut status etat",
    "place": "commune ville lieu localite municipality place adresse commune_ou_lieu"
    " municipality_or_place",
    "code": "code_du_territoire code_insee insee code_commune code_territoire insee_code"
    " territory_code",
    "level": "echelle niveau scale echelle_du_territoire territory_scale",
    "institution": "institution collectivite",
    "siren": "siren siret numero_siren n_siren n_siret",
    "domains": "domaine domaines domain domains discipline disciplines",
    "interests": "interets interests attentes ce_qui_l_interesse what_interests_it",
    "resources": "ressources resources apports moyens ce_qu_il_apporte what_it_brings",
    "limits": "limites limits contraintes constraints ses_contraintes its_constraints",
    "note": "remarque remarques remark note notes commentaire commentaires observations",
}
CONTACT_HEADERS = {
    "name": "contact nom_du_contact contact_nom referent interlocuteur personne personne_contact",
    "function": "fonction position qualite fonction_du_contact poste",
    "email": "courriel email e_mail mail mel adresse_mail adresse_electronique contact_email",
    "phone": "telephone tel portable mobile phone telephone_du_contact",
    "origin": "origine source origine_des_coordonnees origin_of_the_details",
    "kept_until_on": "effacer_le a_effacer_apres_le a_effacer_le to_be_erased_after",
}
KEPT = timedelta(days=1)  # how long a sheet waits to be imported
NUMBERED = re.compile(rf"(.+?) ([1-{MOST_CONTACTS}])", re.ASCII)


class Draft(Base):
    """A sheet that was sent and waits to be imported by whoever sent it, for a day."""

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Import(Base):
    """A sheet whose lines were brought into the directory, all of them at once."""

    __tablename__ = "actor_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    added: Mapped[int]
    updated: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise")


class ImportLine(Base):
    """What an import made of an actor: the version it left, and what it found, None when added."""

    __tablename__ = "actor_import_line"

    import_id: Mapped[int] = mapped_column(ForeignKey("actor_import.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(
        ForeignKey("actor.id"), primary_key=True, index=True, info={GOES_WITH: True}
    )
    version: Mapped[int]
    before: Mapped[dict[str, Detail] | None] = mapped_column(JSON(none_as_null=True))
    contact_ids: Mapped[list[int]] = mapped_column(JSON)


class Choice(StrEnum):
    """What becomes of a line."""

    ADD = "add"
    UPDATE = "update"
    SKIP = "skip"


class Kind(StrEnum):
    """What a line is to the directory."""

    NEW = "new"  # nobody is called so
    KNOWN = "known"  # the directory says all of it already
    SAME = "same"  # somebody is called so, and the line says more
    NEAR = "near"  # somebody is called nearly so
    REPEATED = "repeated"  # an earlier line is called so


class Place(NamedTuple):
    """A territory of the register, as a sheet may name it."""

    id: int
    name: str


@dataclass(frozen=True)
class Known:
    """What the cells of a sheet may name: territories by level and code, institutions."""

    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    sirens: Mapping[str, int] = field(default_factory=dict)
    institutions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A line of the sheet as it was read; with errors, it is not imported."""

    line: int
    said: Mapping[str, Any]  # what the line says of the fields of a profile
    reaches: Sequence[Reach] = ()
    errors: Sequence[str] = ()
    remarks: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return what the actor is called."""
        return str(self.said.get("name", ""))


class Line(NamedTuple):
    """An actor as it is exported."""

    actor: Actor
    contacts: Sequence[Contact]


class Twin(NamedTuple):
    """An actor of the directory that a line may be."""

    id: int
    name: str


class Change(NamedTuple):
    """A field of an actor, as the directory has it and as the sheet says it."""

    field: str
    before: Detail
    after: Detail


@dataclass(frozen=True)
class Step:
    """What may become of a line, what was chosen, and what it would change of its twin."""

    entry: Entry
    kind: Kind
    choice: Choice | None
    twin: Twin | None = None
    first_line: int = 0
    changed: Sequence[Change] = ()
    reaches: Sequence[Reach] = ()

    @property
    def choices(self) -> Sequence[Choice]:
        """Return what may be chosen, nothing when there is nothing to choose."""
        match self.kind:
            case Kind.SAME | Kind.NEAR:
                return (Choice.UPDATE, Choice.ADD, Choice.SKIP)
            case Kind.REPEATED:
                return (Choice.ADD, Choice.SKIP)
            case _:
                return ()


@dataclass(frozen=True)
class Plan:
    """What an import would do, line by line."""

    steps: Sequence[Step]
    wrong: Sequence[Entry]

    def chosen(self, choice: Choice) -> list[Step]:
        """Return the lines of which something becomes."""
        return [step for step in self.steps if step.choice == choice]

    @property
    def count(self) -> int:
        """Return how many lines would change something."""
        return sum(step.choice in (Choice.ADD, Choice.UPDATE) for step in self.steps)

    @property
    def doubtful(self) -> list[Step]:
        """Return the lines for which there is something to choose."""
        return [step for step in self.steps if step.choices]

    @property
    def undecided(self) -> list[Step]:
        """Return the lines for which nothing is chosen yet."""
        return [step for step in self.steps if step.choice is None]

    @property
    def remarked(self) -> list[Entry]:
        """Return the lines that were read otherwise than they are written."""
        return [step.entry for step in self.steps if step.entry.remarks]

    @property
    def known(self) -> int:
        """Return how many lines say nothing new."""
        return sum(step.kind is Kind.KNOWN for step in self.steps)


def labels(contacts: int = 1) -> dict[str, str]:
    """Return what each column that can be imported is called, with so many contacts."""
    found = {name: str(label) for name, label in COLUMNS.items()}
    for number in range(1, contacts + 1):
        for name, label in ABOUT_CONTACT.items():
            found[f"contact{number}.{name}"] = f"{label} {number}" if number > 1 else str(label)
    return found


def guessed(headers: Sequence[str]) -> list[str]:
    """Return which column each header seems to name, empty when it seems to name none."""
    found: list[str] = []
    for header in headers:
        column = _meanings_of_headers().get(spelling.key(header), "") or _numbered(header)
        found.append("" if column in found else column)
    return found


def contacts_of(columns: Sequence[str]) -> int:
    """Return how many contacts of an actor these columns name, at least one."""
    numbers = (int(name[7]) for name in columns if name.startswith("contact"))
    return max(numbers, default=1)


@cache
def _meanings_of_headers() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for named, prefix in ((HEADERS, ""), (CONTACT_HEADERS, "contact1.")):
        for column, headers in named.items():
            found |= {header.replace("_", " "): prefix + column for header in headers.split()}
    return found


def _numbered(header: str) -> str:
    match = NUMBERED.fullmatch(spelling.key(header))
    column = _meanings_of_headers().get(match.group(1), "") if match else ""
    if (
        not match
        or not column.startswith("contact")
        or not 0 < int(match.group(2)) <= MOST_CONTACTS
    ):
        return ""
    return f"contact{match.group(2)}.{column.partition('.')[2]}"


def completed(now: Profile, entry: Entry) -> Profile:
    """Return an actor with all that a line says of it; its name stays as it is."""
    return replace(now, **{**entry.said, "name": now.name})
