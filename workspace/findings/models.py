"""Findings, the sources they rest on, and how each institution reads them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.addresses import is_web
from workspace.core.db import Base
from workspace.indicators.models import Indicator, Reading
from workspace.institutions.models import Institution


class SourceKind(StrEnum):
    """Where what is asserted comes from."""

    PAGE = "page"
    INDICATOR = "indicator"
    MEETING = "meeting"
    TESTIMONY = "testimony"
    OTHER = "other"


class Stance(StrEnum):
    """How an institution stands to a finding."""

    AGREES = "agrees"
    NUANCES = "nuances"
    CONTESTS = "contests"


class Finding(Base):
    """A sentence about the territory that an institution asserts."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    sentence: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    confirmer: Mapped[User | None] = relationship(foreign_keys=[confirmer_id], lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


class Source(Base):
    """What a finding rests on: a page, a value, a meeting, what somebody told."""

    __tablename__ = "finding_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    kind: Mapped[SourceKind]
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[date | None]
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    reading_id: Mapped[int | None] = mapped_column(ForeignKey("indicator_reading.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    indicator: Mapped[Indicator | None] = relationship(lazy="raise")
    reading: Mapped[Reading | None] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")

    @property
    def link(self) -> str:
        """Return the address of the source, if it may be followed."""
        return self.url if is_web(self.url) else ""

    def has_moved(self, since: datetime) -> bool:
        """Tell whether the indicator took another value since then, and since it was cited."""
        moved_at = self.indicator.moved_at if self.indicator else None
        return moved_at is not None and moved_at > max(since, self.at)


class Viewpoint(Base):
    """How one institution reads a finding; it stands beside the others."""

    __tablename__ = "viewpoint"
    __table_args__ = (
        UniqueConstraint("finding_id", "institution_id"),
        Index("ix_viewpoint_finding", "finding_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    stance: Mapped[Stance]
    text: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution] = relationship(lazy="raise")
