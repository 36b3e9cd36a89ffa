"""Invitations to join a project."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workspace.accounts.models import User, key_of
from workspace.core import clock
from workspace.core.db import Base
from workspace.projects.models import Project, Role


class Invitation(Base):
    """A place kept in a project for whoever holds the link sent to one address."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    role: Mapped[Role]
    token_digest: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    project: Mapped[Project] = relationship(lazy="raise")
    invited_by: Mapped[User] = relationship(lazy="raise")

    @validates("email")
    def _keep_key(self, _name: str, email: str) -> str:
        self.email_key = key_of(email)
        return email

    def is_open(self, now: datetime) -> bool:
        """Tell whether the link still opens the door."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at
