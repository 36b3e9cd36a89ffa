"""Who has a page of a space before their eyes."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core.db import Base


class Presence(Base):
    """An open page; it says again and again that it is still looked at, and is not journaled."""

    __tablename__ = "presence"

    page: Mapped[str] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    place: Mapped[str]
    at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="raise")
