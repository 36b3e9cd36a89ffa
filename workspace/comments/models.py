"""Comments and the people they call upon."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.institutions.models import Institution


class Comment(Base):
    """What a person says, for an institution, about an object of a project.

    Once it is settled, nobody is called upon any more; it can still be read.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_subject", "project_id", "topic", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    topic: Mapped[str]
    subject_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise")
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id], lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


class Mention(Base):
    """A person whom a comment calls upon, by name or through their institution."""

    __tablename__ = "mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    done_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(lazy="raise")
