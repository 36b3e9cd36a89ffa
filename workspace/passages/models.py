"""Passages that are discussed, and what is proposed in their place."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.anchors import Ends
from workspace.core.db import Base
from workspace.institutions.models import Institution
from workspace.texts.models import SharedText

TITLE = 80  # characters of the words that stand for a passage


class Status(StrEnum):
    """What became of a discussion."""

    OPEN = "open"
    SETTLED = "settled"
    APPLIED = "applied"


class TextPassage(Base):
    """Some words of a shared text that are discussed, from their first character to their last.

    The quote is what they were; the replacement, what somebody would rather read, empty when that
    is nothing. Once it is applied, the number is that of the update that did it.
    """

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), index=True)
    quote: Mapped[str]
    start_anchor: Mapped[dict[str, Any]] = mapped_column(JSON)
    end_anchor: Mapped[dict[str, Any]] = mapped_column(JSON)
    replacement: Mapped[str | None]
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]
    applied_number: Mapped[int | None]
    text: Mapped[SharedText] = relationship(lazy="raise")
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id], lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")

    @property
    def title(self) -> str:
        """Return the beginning of its words."""
        words = " ".join(self.quote.split())
        return words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…"

    @property
    def is_open(self) -> bool:
        """Tell whether it is still discussed."""
        return self.status is Status.OPEN

    @property
    def ends(self) -> Ends:
        """Return by what it is found again."""
        return self.start_anchor, self.end_anchor
