"""What the home of a project shows."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """Something asked of a person, with the page where it is done."""

    kind: str
    title: str
    href: str
    on: date | None = None
