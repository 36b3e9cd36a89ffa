"""The parts of a statement, and the versions of it that were adopted."""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workspace.accounts.models import User
from workspace.core import clock
from workspace.core.db import Base
from workspace.core.immutable import freeze
from workspace.core.journal import Detail
from workspace.institutions.models import Institution


class Part(StrEnum):
    """A part of the statement, in the order in which a group writes them."""

    FINDINGS = "findings"
    TENSIONS = "tensions"
    ISSUES = "issues"
    QUESTION = "question"

    @property
    def text_name(self) -> str:
        """Return the name of the shared text that holds this part."""
        return f"statement.{self.value}"

    @property
    def order(self) -> int:
        """Return its place among the parts, from one."""
        return list(Part).index(self) + 1


class Content(TypedDict):
    """What a statement says: each part as it is typed, and the findings as they stood."""

    parts: dict[str, str]
    findings: list[dict[str, Detail]]


def digest_of(content: Content) -> str:
    """Return what proves that a content was never changed."""
    whole = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def lines_of(content: Content) -> str:
    """Return the findings of a content, a line each: what is asserted, and by whom."""
    return "\n".join(
        f"{finding['sentence']} ({finding['institution']})"
        if finding["institution"]
        else f"{finding['sentence']}"
        for finding in content["findings"]
    )


def says_the_same(one: Content, other: Content) -> bool:
    """Tell whether two contents say the same to whoever reads them."""
    return one["parts"] == other["parts"] and lines_of(one) == lines_of(other)


def is_blank(content: Content) -> bool:
    """Tell whether nothing was written yet."""
    return not any(content["parts"].values())


class StatementVersion(Base):
    """A statement as it was adopted: it never changes, another one replaces it."""

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    content: Mapped[Content] = mapped_column(JSON)
    digest: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    adopted_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship(lazy="raise")
    institution: Mapped[Institution | None] = relationship(lazy="raise")


freeze(StatementVersion.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
