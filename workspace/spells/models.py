"""Who wrote in a shared text without a pause, and how much."""

from dataclasses import dataclass
from datetime import datetime

from workspace.accounts.models import User
from workspace.institutions.models import Institution


@dataclass(frozen=True)
class Words:
    """How many words were added and removed."""

    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Spell:
    """What one person changed in a text without a longer pause: from one number to another."""

    first: int
    last: int
    author: User | None
    institution: Institution | None
    began: datetime
    at: datetime
