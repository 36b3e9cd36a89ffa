"""Where people write in the shared texts: told to who looks on, and kept nowhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workspace.live.queries import Signal
from workspace.projects.models import Membership

CARET = "caret"
SILENCE = 50.0  # seconds after which who says nothing has left; a page says so every 20


@dataclass(frozen=True)
class Caret:
    """Where a page writes, None once it does not any more; told: what others are told of it."""

    space_id: int
    page: str
    text: str
    told: Mapping[str, Any]

    @classmethod
    def of(cls, member: Membership, page: str, text: str, place: object) -> "Caret":
        """Return the caret of a member."""
        body = member.institution.name if member.institution else None
        told = {"user": member.user_id, "who": member.user.name, "institution": body}
        return cls(member.project_id, page, text, told | {"caret": place})

    @classmethod
    def read(cls, words: str) -> "Caret | None":
        """Return the caret that another process tells of, None when it tells of something else."""
        try:
            return cls(**json.loads(words))
        except (ValueError, TypeError, RecursionError):
            return None

    def words(self) -> str:
        """Return what to say to other processes."""
        return json.dumps(vars(self), ensure_ascii=False)

    def signal(self) -> Signal:
        """Return what a page is told."""
        about = {"page": self.page, "name": self.text}
        return Signal(None, CARET, self.text, json.dumps(about | dict(self.told)))


@dataclass
class Carets:
    """The carets of a space, by their pages, with when each was last heard of."""

    found: dict[str, tuple[Caret, float]] = field(default_factory=dict)

    def now(self) -> list[Signal]:
        """Return where people write."""
        return [caret.signal() for caret, _at in tuple(self.found.values())]

    def move(self, caret: Caret, now: float) -> Signal:
        """Note where a page writes now; return what to tell."""
        self.found.pop(caret.page, None)
        if caret.told.get("caret"):
            self.found[caret.page] = caret, now
        return caret.signal()

    def forget(self, now: float) -> list[Signal]:
        """Forget who fell silent; return what to tell."""
        silent = [caret for caret, at in self.found.values() if at < now - SILENCE]
        return [self.move(replace(one, told={**one.told, "caret": None}), now) for one in silent]
