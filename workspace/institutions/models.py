"""Institutions and mandates."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.core import clock
from workspace.core.db import Base
from workspace.territories.models import Territory


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
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    territory: Mapped[Territory | None] = relationship(lazy="raise")


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
