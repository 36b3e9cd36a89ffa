from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from workspace.core import clock
from workspace.core.store import NotKeptError, Store

CONTENT = b"Compte rendu du 8 mai"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of the test's own, which does not exist yet."""
    return Store(tmp_path)


def files(folder: Path) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file()]


def test_what_is_kept_can_be_read_under_its_digest(store: Store) -> None:
    kept = store.keep(BytesIO(CONTENT))

    assert store.path(kept.digest).read_bytes() == CONTENT
    assert kept.size == len(CONTENT)
    assert store.fault(kept.digest) is None


def test_one_content_is_kept_once(store: Store, tmp_path: Path) -> None:
    kept = [store.keep(BytesIO(CONTENT)) for _ in range(3)]

    assert len(set(kept)) == 1
    assert files(tmp_path) == [kept[0].digest]


def test_what_was_cut_short_is_written_again(store: Store) -> None:
    kept = store.keep(BytesIO(CONTENT))
    store.path(kept.digest).write_bytes(CONTENT[:4])

    store.keep(BytesIO(CONTENT))

    assert store.fault(kept.digest) is None


def test_damage_and_loss_are_named(store: Store) -> None:
    damaged, lost = store.keep(BytesIO(b"a")).digest, store.keep(BytesIO(b"b")).digest
    store.path(damaged).write_bytes(b"c")
    store.path(lost).unlink()

    assert store.fault(damaged) == "is not what was kept"
    assert store.fault(lost) == "is missing"


def test_nothing_is_left_of_what_could_not_be_received(store: Store, tmp_path: Path) -> None:
    class Cut(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError

    with pytest.raises(NotKeptError):
        store.keep(Cut(CONTENT))

    assert files(tmp_path) == []


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("not a folder")
    store = Store(tmp_path)

    with pytest.raises(NotKeptError):
        store.keep(BytesIO(CONTENT))


def test_a_sweep_removes_what_nobody_wants_any_more(store: Store, tmp_path: Path) -> None:
    wanted, orphan = store.keep(BytesIO(b"wanted")).digest, store.keep(BytesIO(b"orphan")).digest
    tomorrow = clock.now() + timedelta(days=1)

    swept = store.sweep({wanted}, tomorrow)

    assert swept == 1
    assert files(tmp_path) == [wanted]
    assert store.fault(orphan) == "is missing"


def test_a_sweep_leaves_alone_what_has_just_been_sent(store: Store) -> None:
    yesterday = clock.now() - timedelta(days=1)
    kept = store.keep(BytesIO(CONTENT))

    assert store.sweep(set(), yesterday) == 0
    assert store.fault(kept.digest) is None


def test_a_sweep_of_nothing_does_nothing(store: Store) -> None:
    assert store.sweep(set(), clock.now()) == 0
