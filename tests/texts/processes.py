"""The server of a schedule: two processes over one database, which may be killed at any time."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from pycrdt import Doc
from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.core import weave
from workspace.core.desk import Desk
from workspace.projects.models import Membership
from workspace.texts import changes, queries
from workspace.texts.changes import GapError
from workspace.texts.models import Reading, SharedText, TextUpdate, Told

NAME = "statement.tensions"
NOTHING = b"\x00\x00"
PROCESSES = 2


@dataclass
class Server:
    """The shared texts of a project, behind two processes that may be killed."""

    session: Session
    draw: Random
    patch: pytest.MonkeyPatch
    spoken: list[bytes] = field(default_factory=list)  # whatever anybody wrote
    known: SharedText | None = None  # once it is begun

    def __post_init__(self) -> None:
        """Start, with bounds so low that all of them are met."""
        hands = Random(self.draw.random())  # noqa: S311 (as the package draws them)
        self.patch.setattr(weave, "Doc", lambda: Doc(client_id=hands.getrandbits(32)))
        self.restart()
        self.patch.setattr(changes, "EVERY", self.draw.choice((1, 2, 3, 7)))
        self.patch.setattr(changes, "KEPT", timedelta(days=self.draw.choice((-1, 30))))
        self.patch.setattr(queries, "MOST_BEHIND", self.draw.choice((1, 4, 100)))
        self.patch.setattr(queries, "MOST_OPEN", self.draw.choice((1, 16)))

    def restart(self) -> None:
        """Forget what the processes knew."""
        self.memories: Sequence[tuple[Desk, OrderedDict[str, Reading]]] = [
            (Desk(), OrderedDict()) for _ in range(PROCESSES)
        ]

    @contextmanager
    def asked(self) -> Iterator[Session]:
        """Be asked something, by whichever process is free."""
        desk, readings = self.draw.choice(self.memories)
        self.patch.setattr(queries, "_desk", desk)
        self.patch.setattr(queries, "_read", readings)
        yield self.session

    def text(self, member: Membership) -> SharedText:
        """Return the text as it stands, which nobody may have begun."""
        if self.known is None:
            self.known = queries.named(self.session, member.project_id, [NAME]).get(NAME)
        about = {"project_id": member.project_id, "name": NAME}
        return self.known or SharedText(**about, number=0, digest="")

    def receive(self, member: Membership, update: bytes) -> int:
        """Keep an update; now and then the power goes before that is written down."""
        if self.draw.random() < 0.05:
            self._is_cut(lambda: self._kept(member, update))
        with self.asked():
            number = self._kept(member, update)
            self.session.flush()
            return number

    def save(self, member: Membership, typed: str, version: int) -> None:
        """Save a form."""
        with self.asked() as session:
            about = told(member)
            if changes.write(session, member, NAME, typed=typed, version=version, told=about):
                session.flush()
                self.spoken.append(self.changes(member, after=self.text(member).number - 1)[0])

    def changes(self, member: Membership, *, after: int) -> Sequence[bytes]:
        """Return what the stream tells after a number."""
        text = self.text(member)
        of_text = TextUpdate.text_id == text.id, TextUpdate.number > after
        return self.session.scalars(
            select(TextUpdate.change).where(*of_text).order_by(TextUpdate.number)
        ).all()

    def state(self, member: Membership, *, after: int) -> tuple[bytes, int]:
        """Return what brings a page up to date, and the number it then has."""
        with self.asked() as session:
            text = self.text(member)
            if not text.number or after == text.number:
                return NOTHING, text.number
            return queries.since(session, text, after), text.number

    def form(self, member: Membership) -> tuple[str, int]:
        """Return what a form shows, and its version."""
        with self.asked() as session:
            text = self.text(member)
            return queries.reading(session, text).typed, text.number

    def _kept(self, member: Membership, update: bytes) -> int:
        strokes = changes.readable(update)
        return changes.receive(self.session, member, NAME, strokes, told(member))

    def _is_cut(self, act: Callable[[], object]) -> None:
        with self.asked() as session:
            session.flush()
            transaction = session.begin_nested()
            try:
                act()
            except GapError:
                pass
            finally:
                transaction.rollback()
        self.known = None
        if self.draw.random() < 0.5:  # else the process only failed to write it down, and lives on
            self.restart()


def told(member: Membership) -> Told:
    return Told("statement.written", member.project_id, {"part": "tensions"})
