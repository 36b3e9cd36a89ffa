"""Indicators of a project, and the dated values that are read of them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workspace.accounts.models import User
from workspace.core import clock, spelling
from workspace.core.addresses import is_web
from workspace.core.db import Base
from workspace.core.journal import Detail
from workspace.institutions.models import Institution

YEAR = 12
EXACT = 6  # decimals that a value keeps


class Frequency(StrEnum):
    """How often a value is expected."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    THREE_YEARLY = "three_yearly"
    IRREGULAR = "irregular"


MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: YEAR,
    Frequency.THREE_YEARLY: 3 * YEAR,
}


class Indicator(Base):
    """Something that is measured again and again, in one way that all agree on."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("project_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(default="")
    perimeter: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    frequency: Mapped[Frequency] = mapped_column(default=Frequency.YEARLY)
    lag_months: Mapped[int] = mapped_column(default=0)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    watcher_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    reference: Mapped[str] = mapped_column(default="")
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    target: Mapped[float | None]
    target_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    watcher: Mapped[User | None] = relationship(lazy="raise")

    @validates("name")
    def _keep_key(self, _name: str, name: str) -> str:
        self.name_key = spelling.key(name)
        return name

    @property
    def link(self) -> str:
        """Return the address of the source, if it may be followed."""
        return self.source_url if is_web(self.source_url) else ""

    def due_on(self, last_on: date | None) -> date | None:
        """Return when the next value is expected, the last one being of a day."""
        rhythm = MONTHS.get(self.frequency)
        if rhythm is None or self.retired_at is not None:
            return None
        if last_on is None:
            return months_after(self.created_at.astimezone(clock.HOME).date(), rhythm)
        return months_after(last_on, rhythm + self.lag_months)


class Reading(Base):
    """What an indicator was worth on a day, and who says so."""

    __tablename__ = "indicator_reading"
    __table_args__ = (Index("ix_indicator_reading_day", "indicator_id", "taken_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    taken_on: Mapped[date]
    value: Mapped[float]
    note: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


@dataclass(frozen=True)
class Definition:
    """What people say of an indicator."""

    name: str
    definition: str
    unit: str = ""
    perimeter: str = ""
    source: str = ""
    source_url: str = ""
    frequency: Frequency = Frequency.YEARLY
    lag_months: int = 0
    institution_id: int | None = None
    watcher_id: int | None = None
    reference: str = ""
    baseline: float | None = None
    baseline_on: date | None = None
    target: float | None = None
    target_on: date | None = None

    @classmethod
    def of(cls, indicator: Indicator) -> "Definition":
        """Return what is said of an indicator now."""
        return cls(**{name: getattr(indicator, name) for name in cls.__dataclass_fields__})

    def values(self) -> dict[str, Detail]:
        """Return each field as the journal keeps it."""
        return {name: kept(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Measure:
    """What people say of one value."""

    taken_on: date
    value: float
    note: str = ""

    @classmethod
    def of(cls, reading: Reading) -> "Measure":
        """Return what a reading says now."""
        return cls(reading.taken_on, reading.value, reading.note)

    def values(self) -> dict[str, Detail]:
        """Return each field as the journal keeps it."""
        return {name: kept(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Watched:
    """An indicator with its last value and the one before."""

    indicator: Indicator
    last: Reading | None = None
    before: Reading | None = None

    @property
    def due_on(self) -> date | None:
        """Return when the next value is expected."""
        return self.indicator.due_on(self.last.taken_on if self.last else None)

    @property
    def change(self) -> float | None:
        """Return by how much the last value differs from the one before."""
        if self.last is None or self.before is None:
            return None
        return difference(self.last.value, self.before.value)

    @property
    def gap(self) -> float | None:
        """Return what is missing from the last value to the target."""
        if self.last is None or self.indicator.target is None:
            return None
        return difference(self.indicator.target, self.last.value)

    def is_late(self, today: date) -> bool:
        """Tell whether the next value should be there already."""
        return self.days_late(today) > 0

    def is_watched_by(self, user_id: int, institution_id: int | None) -> bool:
        """Tell whether a person watches the indicator, by themselves or for an institution."""
        is_ours = institution_id is not None and self.indicator.institution_id == institution_id
        return is_ours or self.indicator.watcher_id == user_id

    def days_late(self, today: date) -> int:
        """Return for how many days the next value has been awaited."""
        return max(0, (today - self.due_on).days) if self.due_on else 0


@dataclass(frozen=True)
class Relying:
    """Something of the project that rests on an indicator, and its page."""

    title: str
    href: str
    is_stale: bool


def difference(value: float, other: float) -> float:
    """Return by how much two values differ, as exactly as they are written."""
    return round(value - other, EXACT)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where there is none."""
    year, month = divmod(day.month - 1 + months, YEAR)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def kept(value: str | float | date | None) -> Detail:
    """Return a value as the journal keeps it."""
    return value.isoformat() if isinstance(value, date) else value
