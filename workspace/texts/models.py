"""Shared texts, the updates that made them, and what they were at some points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.immutable import freeze
from workspace.core.journal import Detail
from workspace.core.weave import SCHEMA
from workspace.institutions.models import Institution


@dataclass(frozen=True)
class Told:
    """Under which name, and of which object, the journal tells that a text was written."""

    name: str
    subject_id: int
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """How others wrote such a text: a passage, the title of what it comes from, its address."""

    passage: str
    title: str
    address: str


@dataclass(frozen=True)
class Purpose:
    """What a shared text is for, as the slice to which it belongs says.

    home: the page on which it stands, below its project, with what that page is called. order:
    its place among the texts of that page, from one. is_short: one sentence, set large.
    """

    title: str
    guide: str
    home: tuple[str, str]
    told: Told
    order: int = 0
    is_short: bool = False
    example: Example | None = None


@dataclass(frozen=True)
class Reading:
    """A text as it is read, as it is typed in a form, and its words alone."""

    html: Markup
    typed: str
    plain: str


class SharedText(Base):
    """A text of a project: its number counts its updates, its digest seals them all."""

    __tablename__ = "shared_text"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    schema_version: Mapped[int] = mapped_column(default=SCHEMA)
    number: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    writer: Mapped[User | None] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


class TextUpdate(Base):
    """What a save or an editor changed in a text, by whom and for which institution."""

    __tablename__ = "text_update"

    text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[bytes]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User | None] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


class TextHand(Base):
    """Who wrote with a client number of Yjs: a page that was open once, or one save of a form."""

    __tablename__ = "text_hand"

    text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), primary_key=True)
    client: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


class TextSnapshot(Base):
    """A text as all its updates up to a number had made it."""

    __tablename__ = "text_snapshot"

    text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[bytes]
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


freeze(TextUpdate.__table__, deletable=True)  # type: ignore[arg-type]  # a mapped class has a Table
freeze(TextSnapshot.__table__, deletable=True)  # type: ignore[arg-type]  # likewise
