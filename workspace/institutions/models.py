"""Institutions, and the mandates by which people speak for them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workspace.core import clock, spelling
from workspace.core.db import Base
from workspace.territories.models import Territory

SIREN_LENGTH = 9


class Institution(Base):
    """A public or private body for which people speak."""

    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    type: Mapped[str]
    siren: Mapped[str | None] = mapped_column(unique=True)
    insee: Mapped[str | None]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    territory: Mapped[Territory | None] = relationship(lazy="raise")

    @validates("name")
    def _keep_key(self, _name: str, name: str) -> str:
        self.name_key = spelling.key(name)
        return name


class Mandate(Base):
    """The right of a person to speak for an institution, from a day to a day."""

    __tablename__ = "mandate"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    function: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    institution: Mapped[Institution] = relationship(lazy="raise")

    def is_valid(self, day: date) -> bool:
        """Tell whether the mandate holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_over(self, day: date) -> bool:
        """Tell whether the mandate has ended before a day."""
        return self.ends_on is not None and self.ends_on < day


@dataclass(frozen=True)
class Card:
    """What is known of an institution."""

    name: str
    type: str
    siren: str | None = None
    insee: str | None = None
    territory_id: int | None = None


@dataclass(frozen=True)
class Term:
    """What a mandate says."""

    starts_on: date
    ends_on: date | None = None
    function: str = ""
    scope: str = ""


def is_siren(number: str) -> bool:
    """Tell whether nine digits are the number of a body: the last one checks the others."""
    if len(number) != SIREN_LENGTH or not (number.isascii() and number.isdecimal()):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(number))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
