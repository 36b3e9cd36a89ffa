"""Cases of cooperation, and their citations in the projects."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock, french, reference
from workspace.core.db import Base
from workspace.core.finding import SIGN
from workspace.core.journal import LIBRARY, Space
from workspace.institutions.models import Institution

PUBLIC, DRAFT = "public", "draft"  # what a document of the index carries for those who may see it
SECTIONS = ("issue", "governance", "actions", "results", "lessons")
DECADE = 10
LINKS = ("http://", "https://")


class Place(TypedDict):
    """A territory of a case, by its official code."""

    scheme: str
    code: str


class Party(TypedDict):
    """Somebody who cooperates: what they are, and the part they play."""

    name: str
    type: str
    role: str


class Source(TypedDict):
    """Where a case was read; a mirror is a copy of the document."""

    title: str
    url: str | None
    access: str


class Status(StrEnum):
    """Whether everybody may read a case."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Use(StrEnum):
    """What a project does with a passage of a case."""

    TAKES_OVER = "takes_over"
    ADAPTS = "adapts"
    SETS_ASIDE = "sets_aside"


class Library(Space):
    """The one space where what happens to cases is told."""

    __mapper_args__ = {"polymorphic_identity": LIBRARY}


class Case(Base):
    """A case of cooperation: what was at stake, how it was governed, done, judged."""

    __tablename__ = "library_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    lang: Mapped[str] = mapped_column(default="fr")
    country: Mapped[str] = mapped_column(default="")
    territory: Mapped[str] = mapped_column(default="")
    territory_codes: Mapped[list[Place]] = mapped_column(JSON, default=list)
    scale: Mapped[str] = mapped_column(default="")
    period_start: Mapped[int | None]
    period_end: Mapped[int | None]
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    devices: Mapped[list[str]] = mapped_column(JSON, default=list)
    actors: Mapped[list[Party]] = mapped_column(JSON, default=list)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    confidence: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[Source]] = mapped_column(JSON, default=list)
    issue: Mapped[str] = mapped_column(Text, default="")
    governance: Mapped[str] = mapped_column(Text, default="")
    actions: Mapped[str] = mapped_column(Text, default="")
    results: Mapped[str] = mapped_column(Text, default="")
    lessons: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    status: Mapped[Status] = mapped_column(default=Status.PUBLISHED)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def seen_by(self) -> str:
        """Return what the index says of those who may see this case."""
        return PUBLIC if self.status is Status.PUBLISHED else DRAFT

    @property
    def facets(self) -> list[str]:
        """Return under what this case is filed."""
        codes = {
            "scale": [self.scale],
            "domain": self.domains,
            "actor": [actor["type"] for actor in self.actors],
            "device": self.devices,
            "period": [str(self.period_start // DECADE * DECADE)] if self.period_start else [],
            "evidence": [self.confidence],
        }
        found = (f"{name}{SIGN}{code}" for name, each in codes.items() for code in each if code)
        return list(dict.fromkeys(found))

    @property
    def parties(self) -> list[tuple[str, list[Party]]]:
        """Return who cooperates by the part they play, in the order of the list of parts."""
        place = {code: number for number, code in enumerate(reference.entries("roles"))}
        roles = sorted({one["role"] for one in self.actors}, key=lambda r: (place.get(r, 99), r))
        return [(role, [one for one in self.actors if one["role"] == role]) for role in roles]

    @property
    def text(self) -> str:
        """Return all by which this case is found, but its title."""
        labels = [f"{code} {reference.label(code, 'devices', 'fr')}" for code in self.devices] + [
            reference.label(code, "cultural_domains", "fr") for code in self.domains
        ]
        people = [actor["name"] for actor in self.actors]
        about = [self.title_en, self.territory, *self.tags, *labels, *people, self.slug]
        return "\n".join([*about, *self.sections.values()])

    @property
    def sections(self) -> dict[str, str]:
        """Return the parts of the text that are not empty, in their order."""
        texts = {name: str(getattr(self, name)) for name in SECTIONS}
        return {name: text for name, text in texts.items() if text}

    @property
    def printed(self) -> dict[str, list[str]]:
        """Return the paragraphs of each part, as they are printed."""
        print_ = french.printed if self.lang == "fr" else str
        return {name: print_(text).splitlines() for name, text in self.sections.items()}

    @property
    def headline(self) -> str:
        """Return the title as it is printed."""
        return french.printed(self.title) if self.lang == "fr" else self.title


class Citation(Base):
    """A passage of a case, cited in a project for what it is worth there."""

    __tablename__ = "citation"
    __table_args__ = (Index("ix_citation_subject", "project_id", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("library_case.id"), index=True)
    kind: Mapped[str]
    subject_id: Mapped[int]
    passage: Mapped[str] = mapped_column(Text)
    use: Mapped[Use]
    line: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


def is_link(url: str | None) -> bool:
    """Tell whether an address may be followed."""
    return url is not None and url.lower().startswith(LINKS)
