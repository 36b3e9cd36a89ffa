"""Entries of the evaluation log, and what they are tied to."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.actions.models import Action
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.journal import Detail
from workspace.institutions.models import Institution

KINDS, CRITERIA = "log_entry_types", "evaluation_criteria"  # reference lists
OBSERVATION, VOICE, ADAPTATION = "observation", "retour_habitant", "adaptation"
LONGEST_TITLE = 90

log_entry_action = Table(
    "log_entry_action",
    Base.metadata,
    Column("entry_id", ForeignKey("log_entry.id"), primary_key=True),
    Column("action_id", ForeignKey("action.id"), primary_key=True, index=True),
)


class EntryCriterion(Base):
    """A criterion on which an entry sheds light, by its code."""

    __tablename__ = "log_entry_criterion"

    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class LogEntry(Base):
    """What a person noted, for an institution, of something that happened on a day.

    Of an adaptation it also says why, what is expected of it and what came of it. An entry that is
    withdrawn stays in the history.
    """

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_day", "project_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    text: Mapped[str]
    happened_on: Mapped[date]
    why: Mapped[str] = mapped_column(default="")
    expected: Mapped[str] = mapped_column(default="")
    observed: Mapped[str] = mapped_column(default="")
    has_consent: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User | None] = relationship(foreign_keys=[author_id], lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id], lazy="raise")
    actions: Mapped[list[Action]] = relationship(
        secondary=log_entry_action, order_by=Action.title, lazy="raise"
    )
    criteria: Mapped[list[EntryCriterion]] = relationship(
        cascade="all, delete-orphan", order_by=EntryCriterion.code, lazy="raise"
    )

    @property
    def title(self) -> str:
        """Return the first words, where the whole is too long."""
        return titled(self.text)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether the entry has been taken back."""
        return self.withdrawn_at is not None


@dataclass(frozen=True)
class Outline:
    """What people write in an entry."""

    kind: str
    text: str
    happened_on: date
    action_ids: frozenset[int] = frozenset()
    criteria: frozenset[str] = frozenset()
    why: str = ""
    expected: str = ""
    observed: str = ""
    has_consent: bool = False

    def values(self) -> Mapping[str, Detail]:
        """Return each field as the journal keeps it."""
        return {
            **vars(self),
            "happened_on": self.happened_on.isoformat(),
            "action_ids": list[Detail](sorted(self.action_ids)),
            "criteria": list[Detail](sorted(self.criteria)),
        }


def outline_of(entry: LogEntry) -> Outline:
    """Return what is written in an entry whose actions and criteria are loaded."""
    plain = {field.name for field in fields(Outline)} - {"action_ids", "criteria"}
    return Outline(
        action_ids=frozenset(action.id for action in entry.actions),
        criteria=frozenset(criterion.code for criterion in entry.criteria),
        **{name: getattr(entry, name) for name in plain},
    )


def titled(text: str) -> str:
    """Return what a text is called: its first line, or the first words of it."""
    line = text.partition("\n")[0]
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[:LONGEST_TITLE].rpartition(' ')[0] or line[:LONGEST_TITLE]}…"
