"""Territories of the public register, and those declared by hand."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workspace.core.db import Base


class Territory(Base):
    """A place with a name: of the register with a code, declared by hand without one."""

    __tablename__ = "territory"
    __table_args__ = (UniqueConstraint("level", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str]
    code: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    population: Mapped[int | None]
    departement: Mapped[str | None]
    region: Mapped[str | None]
    epci: Mapped[str | None] = mapped_column(index=True)


class TerritoryWord(Base):
    """A word by which a territory is found: of its name, its code or a postal code."""

    __tablename__ = "territory_word"
    __table_args__ = (Index("ix_territory_word_word", "word"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
