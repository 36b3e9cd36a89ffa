"""Who has a page of a space before their eyes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core.db import Base


class Presence(Base):
    """An open page; it says again and again that it is still looked at, and is not journaled.

    caret: where its reader writes, in the text of that name; it is forgotten as it moves.
    """

    __tablename__ = "presence"

    page: Mapped[str] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    place: Mapped[str]
    text: Mapped[str | None]
    caret: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime]
    user: Mapped[User] = relationship(lazy="raise")
