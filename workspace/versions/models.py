"""Versions that were named, and the moments of a text that can be compared."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.differences import Kind as Fate
from workspace.core.immutable import freeze
from workspace.core.signing import SignedRun
from workspace.institutions.models import Institution
from workspace.spells.models import Words

NOW, ADOPTED = "now", "adopted-"  # how moments that are no number are called in an address

Hand = tuple[int | None, int | None]  # a person, and the institution for which they wrote


class Kind(StrEnum):
    """What a moment of a text is."""

    NOW = "now"
    NAMED = "named"
    ADOPTED = "adopted"
    SPELL = "spell"


@dataclass(frozen=True)
class Moment:
    """A text at some moment: now, when somebody named it, adopted it, or ceased to write.

    title: of a version that was named, the number of one that was adopted. number: how many times
    the text had been changed; adopted versions do not tell. typed: what is known of its words
    without its document. first: the change with which a spell began.
    """

    kind: Kind
    at: datetime | None = None
    author: User | None = None
    institution: Institution | None = None
    title: str = ""
    number: int | None = None
    first: int = 0
    address: str = ""
    typed: str = ""
    words: Words | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Return what the moment is called in an address."""
        match self.kind:
            case Kind.NOW:
                return NOW
            case Kind.ADOPTED:
                return f"{ADOPTED}{self.title}"
        return str(self.number)


@dataclass(frozen=True)
class Author:
    """Who wrote in a text and for which institution; mark: a few letters that are theirs alone."""

    person_id: int | None
    name: str
    institution: str
    mark: str

    @property
    def colour(self) -> str:
        """Return the number of the colour of the person, as everywhere."""
        return str((self.person_id or len(self.name)) % 6 + 1)

    @property
    def title(self) -> str:
        """Return who it is, in a few words."""
        return ", ".join(filter(None, (self.name, self.institution)))

    @property
    def signature(self) -> dict[str, str]:
        """Return what an element says that holds words of theirs."""
        return {
            "class": "by",
            "data-who": self.colour,
            "data-mark": self.mark,
            "title": self.title,
        }


@dataclass(frozen=True)
class Part:
    """What one author wrote of a text: passages in their order, and how many words."""

    author: Author
    passages: Sequence[str]
    words: int


@dataclass(frozen=True)
class Authorship:
    """A text with its authors, those who wrote most of it first; unknown: words of nobody."""

    html: Markup
    parts: Sequence[Part]
    unknown: int


@dataclass(frozen=True)
class Comparison:
    """What became of the words of a text between two moments, and by whom."""

    runs: Sequence[SignedRun]
    authors: dict[int, Author]
    counts: Sequence[tuple[Author | None, Words]]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed."""
        return all(run.kind is Fate.SAME for run in self.runs)


def authors(
    hands: Mapping[Hand, int], people: Mapping[int, str], bodies: Mapping[int, str]
) -> dict[int, Author]:
    """Return who the hands of a text are, by their numbers."""
    found: dict[int, Author] = {}
    taken: Counter[str] = Counter()
    for (person, body), number in hands.items():
        name, institution = people.get(person or 0, ""), bodies.get(body or 0, "")
        mark = "".join(word[0] for word in name.split()[:1] + name.split()[1:][-1:]).upper()
        taken[mark] += 1
        mark += str(taken[mark]) if taken[mark] > 1 else ""
        found[number] = Author(person, name, institution, mark)
    return found


class TextVersion(Base):
    """A text as it stood after a number of changes, under a title: it never changes.

    Its document is kept too, so that who wrote what stays known when older changes are dropped.
    """

    __tablename__ = "text_version"

    text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    typed: Mapped[str]
    state: Mapped[bytes]
    digest: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")

    @property
    def seal(self) -> str:
        """Return the digest that this version should have."""
        state = hashlib.sha256(self.state).hexdigest()
        content: list[Any] = [self.text_id, self.number, self.title, self.typed, state]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


freeze(TextVersion.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
