"""Attachments: which file stands with which object, under which name."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.kinds import BY_MEDIA
from workspace.institutions.models import Institution


class Attachment(Base):
    """A file that a person attached, for an institution, to an object of a project.

    The name is only shown; the content is kept under its digest, once for all who attach it.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject", "project_id", "topic", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    topic: Mapped[str]
    subject_id: Mapped[int]
    name: Mapped[str]
    media: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    preview: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")

    @property
    def icon(self) -> str:
        """Return the icon of its kind."""
        return BY_MEDIA[self.media].icon
