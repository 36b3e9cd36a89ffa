"""A submission has one effect, however many times it arrives."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workspace.core import clock
from workspace.core.db import Base

FIELD = "once"
LONGEST = 64


class Submission(Base):
    """The key of a form that has had its effect, with the page to which it led."""

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_at", "at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


def led_to(session: Session, user_id: int, key: str) -> str | None:
    """Return the page to which a submission has led already, None when it is new."""
    return session.scalar(
        select(Submission.location).where(
            Submission.user_id == user_id, Submission.key == key[:LONGEST]
        )
    )


def keep(session: Session, user_id: int, key: str, location: str) -> None:
    """Remember, in the same transaction as its effect, where a submission led."""
    session.add(Submission(user_id=user_id, key=key[:LONGEST], location=location))
