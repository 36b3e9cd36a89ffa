"""Where the example plays: its people, what they have made so far, and the order of the days."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.actions.models import Action
from workspace.actors.models import Actor
from workspace.core import clock
from workspace.indicators.models import Indicator
from workspace.institutions.models import Institution
from workspace.projects.models import Membership
from workspace.projects.policy import Permission, allows
from workspace.territories.models import Territory

FILE = Path(__file__).resolve().parents[2] / "content" / "example_project.json"
LEAD = "u1"
MORNING = time(9, 12)
PACE = timedelta(minutes=7)

Told = Mapping[str, Any]  # as the file holds it


@dataclass
class Stage:
    """The example while it is told: each object under the name that the file gives it."""

    session: Session
    password_hash: str
    users: dict[str, User] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    places: dict[str, Territory] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)

    @property
    def lead(self) -> Membership:
        """Return who leads the project."""
        return self.members[LEAD]

    def hand_of(self, actor: str) -> Membership:
        """Return who writes for an actor: one of its people who may, else the lead."""
        people = [one["id"] for one in story()["people"] if one["actor"] == actor]
        return next((self.members[key] for key in people if self._writes(key)), self.lead)

    def _writes(self, key: str) -> bool:
        return allows(self.members[key], Permission.CONTRIBUTE)


@dataclass(frozen=True)
class Scene:
    """Something that was done one day."""

    day: date
    play: Callable[[], object]


@cache
def story() -> Told:
    """Return the example as the file tells it."""
    told: Told = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def perform(scenes: Iterable[Scene]) -> None:
    """Play scenes day by day, those of one day one after the other."""
    instant = datetime.min.replace(tzinfo=clock.HOME)
    for scene in sorted(scenes, key=lambda scene: scene.day):
        morning = datetime.combine(scene.day, MORNING, clock.HOME)
        instant = max(morning, instant + PACE)
        with clock.set_to(instant):
            scene.play()


def day_of(text: str) -> date:
    """Return the day that the file writes."""
    return date.fromisoformat(text)
