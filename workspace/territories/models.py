"""Territories of the public register, and those declared by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workspace.core import clock, spelling
from workspace.core.db import Base

# Compared byte by byte on every engine, so that its index finds beginnings too.
Plain = String().with_variant(String(collation="C"), "postgresql")
SIGNS = re.compile("[^a-z0-9]+")
LONG = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


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
    is_former: Mapped[bool] = mapped_column(default=False)
    is_fictional: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)

    @property
    def is_declared(self) -> bool:
        """Tell whether it was declared by hand."""
        return self.code is None


class TerritoryWord(Base):
    """What a territory of the register is found by: its words, its codes, its whole name."""

    __tablename__ = "territory_word"
    __table_args__ = (Index("ix_territory_word_word", "word", "population", "territory_id"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), primary_key=True)
    word: Mapped[str] = mapped_column(Plain, primary_key=True)
    population: Mapped[int]


class Vintage(Base):
    """A state of the public register, and when it was taken over."""

    __tablename__ = "vintage"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True)
class Declared:
    """What is said of a territory that the register does not hold."""

    name: str
    level: str
    population: int | None = None
    parent_id: int | None = None
    is_fictional: bool = False


def words_of(text: str) -> list[str]:
    """Return the words of a name, in order, as they are compared."""
    return [LONG.get(word, word) for word in _words(text)]


def typed_words(text: str) -> list[str]:
    """Return the words of what is being typed; the last one may not be finished."""
    words = _words(text)
    return [*(LONG.get(word, word) for word in words[:-1]), *words[-1:]]


def whole(words: Sequence[str]) -> str:
    """Return the one word that stands for a whole name."""
    return "=" + " ".join(words)


def _words(text: str) -> list[str]:
    return SIGNS.sub(" ", spelling.fold(text)).split()
