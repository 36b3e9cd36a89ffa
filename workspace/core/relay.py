"""What the processes of an installation tell each other, which is kept nowhere.

That something was committed, and words in passing; to lose one of them does no lasting harm.
"""

import atexit
import os
import select
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from errno import ENXIO
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Engine, func
from sqlalchemy import select as query
from sqlalchemy.orm import Session

COMMITTED, PASSING = "journal", "passing"  # channels of PostgreSQL
MOST = 4000  # bytes: what a pipe and a notification of PostgreSQL take at once
BUFFER = 65536
POLL = 0.25  # seconds between two looks at an SQLite file, for who commits without a word
PULSE = 1.0  # seconds after which a silent PostgreSQL is reported as such


class News(NamedTuple):
    """Whether something may have been committed since the last time, and what was said."""

    has_changed: bool
    said: Sequence[str] = ()


class Relay(Protocol):
    """How processes hear of each other."""

    def ring(self) -> None:
        """Tell each process that listens that something was committed."""

    def tell(self, session: Session, words: str) -> None:
        """Say something to each process that listens, once the session has committed at the latest.

        It is one line; what is longer than MOST is not said.
        """

    def heard(self) -> Generator[News, None, None]:
        """Hear, over and over, what happens; now and then it is nothing, so that one may stop."""


def relay(engine: Engine) -> Relay:
    """Return what suits a database."""
    return Channel(engine) if engine.dialect.name == "postgresql" else Pipes(engine)


class Channel:
    """PostgreSQL tells: its notifications travel with the commit."""

    def __init__(self, engine: Engine) -> None:
        """Know the database."""
        self._engine = engine

    def ring(self) -> None:
        """Do nothing: whoever writes has rung within the transaction."""

    def tell(self, session: Session, words: str) -> None:
        """Say something when the session commits."""
        if len(words.encode()) <= MOST:
            session.execute(query(func.pg_notify(PASSING, words)))

    def heard(self) -> Generator[News, None, None]:
        """Hear what is notified."""
        with _own_connection(self._engine) as connection:
            connection.autocommit = True
            for channel in (COMMITTED, PASSING):
                connection.execute(f"LISTEN {channel}")
            yield News(has_changed=True)
            while True:
                come = list(connection.notifies(timeout=PULSE, stop_after=1))
                said = [one.payload for one in come if one.channel == PASSING]
                yield News(len(said) < len(come), said)


class Pipes:
    """Beside an SQLite file, each process that listens has a pipe into which the others speak."""

    def __init__(self, engine: Engine) -> None:
        """Know the database."""
        self._engine = engine
        self._folder = Path(engine.url.database or "").parent / "relay"

    def ring(self) -> None:
        """Say nothing, to each."""
        self._say(b"\n")

    def tell(self, _session: Session, words: str) -> None:
        """Say something at once."""
        line = words.encode() + b"\n"
        if len(line) <= MOST:
            self._say(line)

    def heard(self) -> Generator[News, None, None]:
        """Hear what is said, and look at the file now and then."""
        with _own_connection(self._engine) as connection, _ear(self._folder) as pipe:
            seen, rest = None, b""
            while True:
                ready, _, _ = select.select([pipe], [], [], POLL)
                *lines, rest = (rest + (os.read(pipe, BUFFER) if ready else b"")).split(b"\n")
                before, seen = seen, connection.execute("PRAGMA data_version").fetchone()
                said = [line.decode(errors="replace") for line in lines if line]
                yield News(len(said) < len(lines) or seen != before, said)

    def _say(self, line: bytes) -> None:
        with suppress(FileNotFoundError), os.scandir(self._folder) as ears:
            for ear in ears:
                if not ear.name.startswith("."):
                    _into(ear.path, line)


def _into(ear: str, line: bytes) -> None:
    try:
        pipe = os.open(ear, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == ENXIO:  # whoever listened there was killed
            Path(ear).unlink(missing_ok=True)
        return
    with suppress(BlockingIOError):  # nobody waits for who does not listen
        os.write(pipe, line)
    os.close(pipe)


@contextmanager
def _ear(folder: Path) -> Iterator[int]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / token_hex(8)
    draft = path.with_name(f".{path.name}")
    os.mkfifo(draft, 0o600)
    pipe = os.open(draft, os.O_RDWR | os.O_NONBLOCK)  # also to write, so that it never ends
    draft.rename(path)
    atexit.register(path.unlink, missing_ok=True)
    try:
        yield pipe
    finally:
        atexit.unregister(path.unlink)
        path.unlink(missing_ok=True)
        os.close(pipe)


@contextmanager
def _own_connection(engine: Engine) -> Iterator[Any]:  # of whichever driver is in use
    lent = engine.raw_connection()
    connection: Any = lent.driver_connection
    lent.detach()
    with closing(connection):
        yield connection
