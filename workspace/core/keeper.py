"""Keeping an index: the state that is read, and the one process that writes the next."""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from workspace.core import aside, finding, index
from workspace.core.finding import Answer, Question
from workspace.core.folder import DamagedError, Folder, Stamp, State
from workspace.core.index import Files, Reader
from workspace.core.ranking import View

MOST_VIEWS = 8  # kinds of readers for whom posting lists are kept

logger = logging.getLogger(__name__)


class Snapshot:
    """One state of the index, which any number of threads may ask."""

    def __init__(self, state: State) -> None:
        """Open what was written; DamagedError when it cannot be read."""
        written, _, self.mark = state.mark.partition(" ")
        if written != str(index.FORMAT):
            raise DamagedError("The index was written in another way.")
        self.state = state
        self._lock = Lock()
        self._views: dict[frozenset[str], View] = {}
        self._vocabulary: list[str] | None = None
        self._reader = Reader(state.files)

    @property
    def files(self) -> Files:
        """Return the files of this state."""
        return self.state.files

    def answer(self, question: Question, seen_by: frozenset[str]) -> Answer:
        """Answer a question from what some tokens let see."""
        with self._lock:
            return finding.answer(self._view(seen_by), self._words, question)

    def _view(self, tokens: frozenset[str]) -> View:
        if tokens not in self._views:
            while len(self._views) >= MOST_VIEWS:
                self._views.pop(next(iter(self._views)))
            self._views[tokens] = View(self._reader, tokens)
        return self._views[tokens]

    def _words(self) -> Sequence[str]:
        if self._vocabulary is None:
            self._vocabulary = self._reader.terms("exact")
        return self._vocabulary


class Keeper:
    """The index of a folder: what is damaged there is never read, and can always be made again."""

    def __init__(self, path: Path) -> None:
        """Know where the index is; nothing is read before somebody asks."""
        self.folder = Folder(path)
        self._lock = Lock()
        self._current: Snapshot | None = None
        self._seal: tuple[int, int, int] | None = None
        self._stamp: Stamp | None = None

    def current(self) -> Snapshot | None:
        """Return the newest state that is whole, None when there is none."""
        seal = self.folder.seal_stamp()
        if seal != self._seal:
            with self._lock:
                self._seal = seal
                self._load()
        return self._current

    def claim(self) -> bool:
        """Become the one who writes; where nobody can, each process keeps an index of its own."""
        try:
            return self.folder.claim()
        except OSError as error:
            logger.warning("The index folder cannot be written: %s", error)
            return True

    def keep(self, mark: str, files: Files) -> None:
        """Make these files, which stand for a mark, the state that is read from now on."""
        snapshot = Snapshot(State(f"{index.FORMAT} {mark}", files))
        with self._lock:
            self._save(snapshot)
            self._current = snapshot

    def mend(self) -> bool:
        """Put back what somebody else changed in the folder; tell whether that was needed."""
        current = self._current
        if current is None or self.folder.stamp() == self._stamp:
            return False
        self._save(current)
        return True

    def _load(self) -> None:
        known = self._current.files if self._current else {}
        try:
            stamp = self.folder.stamp()
            self._current = Snapshot(aside.run(self.folder.read, known))
            self._stamp = stamp
        except DamagedError as error:
            if stamp:
                logger.warning("The index is not whole: %s", error)

    def _save(self, snapshot: Snapshot) -> None:
        try:
            aside.run(self.folder.write, snapshot.state)
        except OSError as error:
            logger.warning("The index is kept in memory only: %s", error)
        self._seal, self._stamp = self.folder.seal_stamp(), self.folder.stamp()
