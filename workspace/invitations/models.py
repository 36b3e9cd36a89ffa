"""Invitations to join a project."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.core.db import Base
from workspace.institutions.models import Institution
from workspace.projects.models import Project, Role


class Invitation(Base):
    """A place kept in a project for whoever holds the link sent to one address."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    email: Mapped[str]
    role: Mapped[Role]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    nonce_hash: Mapped[str]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    project: Mapped[Project] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")

    def is_open(self, now: datetime) -> bool:
        """Tell whether the link still opens the door."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at
