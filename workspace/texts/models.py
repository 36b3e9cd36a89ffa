"""Shared texts, the updates that made them, and what they were at some points."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.immutable import freeze
from workspace.core.weave import SCHEMA
from workspace.institutions.models import Institution


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
