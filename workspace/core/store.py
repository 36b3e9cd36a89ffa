"""Contents kept under their digest: each once, whole or not at all."""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from workspace.core.errors import WorkspaceError

CHUNK = 256 * 1024
FOLDER, INCOMING = "files", "incoming"


class NotKeptError(WorkspaceError):
    """The disk takes nothing more."""


@dataclass(frozen=True)
class Kept:
    """A content that has reached the disk."""

    digest: str
    size: int


class Store:
    """The folder of the contents, below the data folder."""

    def __init__(self, data: Path) -> None:
        """Know where it is; it need not exist yet."""
        self.folder = data / FOLDER
        self._incoming = data / INCOMING

    def keep(self, content: IO[bytes]) -> Kept:
        """Write a content; when this returns, it survives the loss of the machine's power."""
        try:
            return self._keep(content)
        except OSError as error:
            raise NotKeptError from error

    def path(self, digest: str) -> Path:
        """Return where a content is, or would be."""
        return self.folder / digest[:2] / digest

    def fault(self, digest: str) -> str | None:
        """Say what is wrong with a content, nothing when it is whole."""
        try:
            with self.path(digest).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return "is missing"
        return None if found == digest else "is not what was kept"

    def sweep(self, wanted: Collection[str], before: datetime) -> int:
        """Remove what nobody wants and nobody has sent since an instant; return how many."""
        swept = 0
        for path in (*self._contents(), *_below(self._incoming)):
            if path.name not in wanted and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _keep(self, content: IO[bytes]) -> Kept:
        self._incoming.mkdir(parents=True, exist_ok=True)
        draft = NamedTemporaryFile(dir=self._incoming, delete=False)  # noqa: SIM115 (closed below)
        try:
            with draft:
                kept = _copy(content, draft)
                draft.flush()
                os.fsync(draft.fileno())
            self._place(Path(draft.name), kept)
        finally:
            Path(draft.name).unlink(missing_ok=True)
        return kept

    def _contents(self) -> Iterator[Path]:
        for folder in _below(self.folder):
            yield from _below(folder)

    def _place(self, draft: Path, kept: Kept) -> None:
        path = self.path(kept.digest)
        if path.exists() and path.stat().st_size == kept.size:
            os.utime(path)  # sent again: a sweep leaves it alone
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)
        for folder in (path.parent, self.folder):
            _sync(folder)


def _copy(content: IO[bytes], draft: IO[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        draft.write(chunk)
        size += len(chunk)
    return Kept(digest.hexdigest(), size)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _below(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
