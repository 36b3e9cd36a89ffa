import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workspace.core.archive import DamagedError, Place, restore, save


@pytest.fixture
def place(tmp_path: Path) -> Place:
    data = tmp_path / "data"
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "cd").write_bytes(b"une photo")
    place = Place(data / "workspace.db", data)
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute("CREATE TABLE word (text)")
        database.execute("INSERT INTO word VALUES ('gardé')")
    return place


def test_what_was_saved_comes_back(place: Place, tmp_path: Path) -> None:
    save(place, tmp_path / "backup")
    write(place, "ajouté ensuite")
    (place.data / "files" / "ab" / "cd").unlink()

    aside = restore(place, tmp_path / "backup")

    assert words(place.database) == ["gardé"]
    assert (place.data / "files" / "ab" / "cd").read_bytes() == b"une photo"
    assert words(aside / "workspace.db") == ["gardé", "ajouté ensuite"]


def test_it_comes_back_elsewhere(place: Place, tmp_path: Path) -> None:
    save(place, tmp_path / "backup")
    elsewhere = Place(tmp_path / "new" / "workspace.db", tmp_path / "new")

    restore(elsewhere, tmp_path / "backup")

    assert words(elsewhere.database) == ["gardé"]


def test_a_backup_is_whole_while_someone_writes(place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(place.database, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO word VALUES ('pas encore')")

        save(place, tmp_path / "backup")
        writer.execute("ROLLBACK")

    restore(Place(tmp_path / "new" / "workspace.db", tmp_path / "new"), tmp_path / "backup")
    assert words(tmp_path / "new" / "workspace.db") == ["gardé"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    place: Place, tmp_path: Path, damage: str
) -> None:
    backup = tmp_path / "backup"
    save(place, backup)
    whole = bytearray(backup.read_bytes())
    middle = len(whole) // 2
    whole[middle] ^= 0xFF
    backup.write_bytes(
        {
            "cut": bytes(whole[:middle]),
            "flipped": bytes(whole),
            "empty": b"",
            "foreign": b"PK\x03\x04 something else",
        }[damage]
    )
    write(place, "ajouté ensuite")

    with pytest.raises(DamagedError):
        restore(place, backup)

    assert words(place.database) == ["gardé", "ajouté ensuite"]
    assert not list(place.data.glob("before-restore-*"))


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [text for (text,) in database.execute("SELECT text FROM word")]


def write(place: Place, word: str) -> None:
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute("INSERT INTO word VALUES (?)", (word,))
