"""A backup: one file that holds the database and the files, sealed so that damage shows."""

import gzip
import hashlib
import json
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from workspace.core import clock

DATABASE, FILES, MANIFEST = "workspace.db", "files", "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024
BROKEN = (
    OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, sqlite3.Error,
)  # fmt: skip


class DamagedError(Exception):
    """A backup cannot be trusted; nothing has been touched."""


@dataclass(frozen=True)
class Place:
    """Where an installation keeps what people gave."""

    database: Path
    data: Path


def save(place: Place, target: Path) -> int:
    """Write a backup in one step while people work; return its size in bytes."""
    with TemporaryDirectory(dir=place.data) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(place.database)) as database:
            database.execute("VACUUM INTO ?", (str(copy),))
        parts = {DATABASE: copy} | dict(_files(place.data))
        manifest = Path(folder) / MANIFEST
        manifest.write_text(_sealed(parts), encoding="utf-8")
        draft = target.with_name(f"{target.name}.part")
        with tarfile.open(draft, "w:gz", compresslevel=3) as archive:
            for name, path in ({MANIFEST: manifest} | parts).items():
                archive.add(path, name, recursive=False)
        draft.replace(target)
    return target.stat().st_size


def restore(place: Place, source: Path, known: Collection[str] = ()) -> Path:
    """Put a backup in place of what is there; return where what was there is kept.

    Raises DamagedError, before anything is touched, when the file is not whole or when its tables
    are of none of the known revisions.
    """
    place.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place.data) as folder:
        unpacked = Path(folder)
        check(source, unpacked, known)
        aside = place.data / f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
        aside.mkdir()
        if place.database.exists():
            with closing(sqlite3.connect(place.database)) as database:
                database.execute("VACUUM INTO ?", (str(aside / DATABASE),))
        for path in _below(unpacked / FILES):
            target = place.data / path.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        # The engine's own copy in one step: running servers see the old state or the new one.
        with (
            closing(sqlite3.connect(unpacked / DATABASE)) as saved,
            closing(sqlite3.connect(place.database, timeout=30)) as database,
        ):
            database.execute("PRAGMA journal_mode=WAL")
            saved.backup(database, pages=-1)
    return aside


def check(source: Path, folder: Path, known: Collection[str] = ()) -> None:
    """Unpack a backup into a folder, or say why it cannot be trusted."""
    try:
        _read_through(source)
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise DamagedError("This backup was made by another version of Maillage.")
        for name, digest in manifest["parts"].items():
            if _digest(folder / name) != digest:
                raise DamagedError(f"{name} is not what was saved.")
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            _check_database(database, known)
    except BROKEN as error:
        raise DamagedError(f"This file is not a whole backup ({error}).") from error


def _read_through(source: Path) -> None:
    # A tar file is read as far as its last part only: its compression checks every byte.
    with gzip.open(source) as content:
        while content.read(CHUNK):
            pass


def _check_database(database: sqlite3.Connection, known: Collection[str]) -> None:
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise DamagedError("The saved database is damaged.")
    if not known:
        return
    [(revision,)] = database.execute("SELECT version_num FROM alembic_version").fetchall()
    if revision not in known:
        raise DamagedError("This backup was made by a newer version of Maillage.")


def _sealed(parts: dict[str, Path]) -> str:
    digests = {name: _digest(path) for name, path in parts.items()}
    return json.dumps({"format": FORMAT, "at": clock.now().isoformat(), "parts": digests})


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for path in _below(data / FILES):
        yield path.relative_to(data).as_posix(), path


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
