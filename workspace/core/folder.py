"""A folder of files that are trusted only as long as they are exactly what was written.

One small file, the seal, names the others with their checksums, and says what they stand for. It
takes its place last and at once: a reader finds the old state or the new one. Any damage shows.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zlib import crc32

SEAL, LOCK, WISH = "seal.json", "writer.lock", "again"
KEPT = {SEAL, LOCK, WISH, "README.md"}

Stamp = tuple[tuple[str, int, int, int], ...]


class DamagedError(Exception):
    """The files are not what was written."""


@dataclass(frozen=True)
class State:
    """What was written at once: the files, and what they stand for."""

    mark: str
    files: Mapping[str, bytes] = field(repr=False)


class Folder:
    """A sealed folder, which one process at a time may write."""

    def __init__(self, path: Path) -> None:
        """Know where it is; it need not exist yet."""
        self.path = path
        self._lock: IO[bytes] | None = None

    def stamp(self) -> Stamp:
        """Return what changes whenever somebody touches the files."""
        try:
            found = sorted(os.scandir(self.path), key=lambda entry: entry.name)
            return tuple(_look(entry) for entry in found if entry.name not in KEPT - {SEAL})
        except OSError:
            return ()

    def seal_stamp(self) -> tuple[int, int, int]:
        """Return what changes whenever a new state is written."""
        try:
            found = (self.path / SEAL).stat()
        except OSError:
            return (0, 0, 0)
        return found.st_ino, found.st_size, found.st_mtime_ns

    def read(self, known: Mapping[str, bytes]) -> State:
        """Return what was written, every byte of it checked; what is known is not read again."""
        try:
            seal = json.loads((self.path / SEAL).read_bytes())
            files = {
                name: self._part(name, digest, known) for name, digest in seal["files"].items()
            }
            return State(str(seal["mark"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedError(str(error)) from error

    def is_whole(self) -> bool:
        """Tell whether all that was written can be read, or nothing was written yet."""
        try:
            self.read({})
        except DamagedError:
            return not (self.path / SEAL).exists()
        return True

    def write(self, state: State) -> None:
        """Write a state; those who read the one before may go on until the next."""
        self.path.mkdir(parents=True, exist_ok=True)
        before = self._named()
        for name, content in state.files.items():
            if not self._holds(name, content):
                _put(self.path / name, content)
        digests = {name: _digest(content) for name, content in state.files.items()}
        _put(self.path / SEAL, json.dumps({"mark": state.mark, "files": digests}).encode())
        self._tidy(before | state.files.keys())

    def claim(self) -> bool:
        """Become the one who writes, until this process ends; False when another one is."""
        if self._lock is None:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / LOCK).open("ab")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                return False
            self._lock = lock
        return self._is_mine()

    def release(self) -> None:
        """Let another one write."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def wish(self) -> None:
        """Ask whoever writes to make the files again."""
        (self.path / WISH).touch()

    def has_wish(self) -> bool:
        """Tell whether somebody waits for the files to be made again."""
        return (self.path / WISH).exists()

    def grant(self) -> None:
        """Tell whoever waits that the files were made again."""
        (self.path / WISH).unlink(missing_ok=True)

    def _is_mine(self) -> bool:
        # Who empties the folder takes the lock along: what is held then keeps nobody out.
        assert self._lock is not None  # noqa: S101 (for the types; claim has just taken it)
        try:
            there = (self.path / LOCK).stat()
        except FileNotFoundError:
            there = None
        if there is not None and there.st_ino == os.fstat(self._lock.fileno()).st_ino:
            return True
        self.release()
        return self.claim()

    def _part(self, name: str, digest: list[int], known: Mapping[str, bytes]) -> bytes:
        content = known.get(name)
        if content is None or _digest(content) != digest:
            content = (self.path / name).read_bytes()
        if _digest(content) != digest:
            raise DamagedError(f"{name} is not what was written.")
        return content

    def _holds(self, name: str, content: bytes) -> bool:
        try:
            return (self.path / name).read_bytes() == content
        except OSError:
            return False

    def _named(self) -> set[str]:
        try:
            return set(json.loads((self.path / SEAL).read_bytes())["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return set()

    def _tidy(self, wanted: set[str]) -> None:
        for entry in os.scandir(self.path):
            if entry.name not in wanted | KEPT and entry.is_file():
                Path(entry).unlink(missing_ok=True)


def _look(entry: "os.DirEntry[str]") -> tuple[str, int, int, int]:
    found = entry.stat()
    return entry.name, found.st_ino, found.st_size, found.st_mtime_ns


def _digest(content: bytes) -> list[int]:
    return [len(content), crc32(content)]


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
