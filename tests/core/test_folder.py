import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workspace.core.folder import LOCK, SEAL, DamagedError, Folder, State

STATE = State("7", {"a.pst": b"postings" * 20, "b.toc": b"contents"})


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "index")
    folder.write(STATE)
    return folder


def test_what_was_written_is_read(folder: Folder) -> None:
    assert folder.read({}) == STATE


def zero(path: Path) -> None:
    with (path / "a.pst").open("r+b") as file:
        file.seek(40)
        file.write(bytes(40))


def truncate(path: Path) -> None:
    os.truncate(path / "a.pst", 10)


def lose(path: Path) -> None:
    (path / "b.toc").unlink()


def empty(path: Path) -> None:
    for file in path.iterdir():
        os.truncate(file, 0)


def unseal(path: Path) -> None:
    (path / SEAL).unlink()


def forge(path: Path) -> None:
    (path / SEAL).write_text(json.dumps(["not", "a", "seal"]))


DAMAGES = [zero, truncate, lose, empty, unseal, forge]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(folder: Folder, damage: Callable[[Path], None]) -> None:
    before = folder.stamp()

    damage(folder.path)

    assert folder.stamp() != before
    with pytest.raises(DamagedError):
        folder.read({})


@pytest.mark.parametrize("damage", DAMAGES)
def test_writing_again_repairs(folder: Folder, damage: Callable[[Path], None]) -> None:
    damage(folder.path)

    folder.write(STATE)

    assert folder.read({}) == STATE


def test_a_reader_of_the_state_before_finds_its_files(folder: Folder) -> None:
    folder.write(State("8", {"c.pst": b"new"}))

    assert {path.name for path in folder.path.iterdir()} >= set(STATE.files)

    folder.write(State("9", {"c.pst": b"new"}))

    assert {path.name for path in folder.path.iterdir()} == {"c.pst", SEAL}


def test_one_writes_at_a_time(folder: Folder) -> None:
    other = Folder(folder.path)

    assert folder.claim()
    assert folder.claim()
    assert not other.claim()

    folder.release()

    assert other.claim()
    other.release()


def test_who_empties_the_folder_keeps_nobody_from_writing(folder: Folder) -> None:
    assert folder.claim()

    (folder.path / LOCK).unlink()

    assert folder.claim()
    assert not Folder(folder.path).claim()
    folder.release()


def test_a_folder_that_is_not_there_stands_for_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "nowhere")

    assert folder.stamp() == ()
    with pytest.raises(DamagedError):
        folder.read({})


def test_a_wish_waits_until_it_is_granted(folder: Folder) -> None:
    folder.wish()
    folder.write(STATE)

    assert folder.has_wish()

    folder.grant()

    assert not folder.has_wish()
