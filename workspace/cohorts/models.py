"""Certification sessions, their trainers and the groups of candidates."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.journal import Space
from workspace.projects.models import Project


class Cohort(Space):
    """A session of the certification: a space with dates, a place and a template."""

    __tablename__ = "cohort"
    __mapper_args__ = {"polymorphic_identity": "cohort"}

    id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    template: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Trainer(Base):
    """A person who follows the groups of a session."""

    __tablename__ = "trainer"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    user: Mapped[User] = relationship(lazy="raise")


class Group(Base):
    """A group of candidates, with the project space made for it."""

    __tablename__ = "cohort_group"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    name: Mapped[str]
    project: Mapped[Project] = relationship(lazy="raise")


class Candidate(Base):
    """A person enrolled in a session through a group; access comes from their membership."""

    __tablename__ = "candidate"

    project_id: Mapped[int] = mapped_column(ForeignKey("cohort_group.project_id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    user: Mapped[User] = relationship(lazy="raise")
