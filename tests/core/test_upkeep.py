"""The index is whole, up to date, and comes back whatever happens to its folder."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.library.cases import FILE, line, told
from workspace.core import grammar, upkeep
from workspace.core.db import Database, connect
from workspace.core.finding import Answer, Question
from workspace.core.folder import SEAL
from workspace.core.keeper import Keeper
from workspace.library.models import PUBLIC
from workspace.library.search import SOURCE

EVERYBODY = frozenset({PUBLIC})


@pytest.fixture
def base(url: str) -> Iterator[Database]:
    database = connect(url)
    with database.writing.begin() as session:
        told(session, *FILE.read_bytes().splitlines())
    yield database
    database.engine.dispose()


@pytest.fixture
def keeper(tmp_path: Path, base: Database) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path / "index")
    upkeep.keep_up(base.reading, keeper, SOURCE)
    yield keeper
    keeper.folder.release()


def ask(keeper: Keeper, text: str) -> Answer:
    current = keeper.current()
    assert current
    return current.answer(Question(grammar.parse(text)), EVERYBODY)


def add(base: Database, *names: str) -> None:
    with base.writing.begin() as session:
        told(session, *(line(id=name, tags=[f"mot{name}"]) for name in names))


def zero(path: Path) -> None:
    for file in path.glob("*.pst"):
        with file.open("r+b") as opened:
            opened.seek(64)
            opened.write(bytes(40))


def truncate(path: Path) -> None:
    for file in path.glob("*.trm"):
        os.truncate(file, 100)


def empty(path: Path) -> None:
    for file in path.iterdir():
        os.truncate(file, 0)


def unseal(path: Path) -> None:
    (path / SEAL).unlink()


DAMAGES = [zero, truncate, empty, unseal, shutil.rmtree]


def test_it_follows_what_changes(base: Database, keeper: Keeper) -> None:
    add(base, "nouveau")

    upkeep.keep_up(base.reading, keeper, SOURCE)

    assert ask(keeper, "motnouveau").hits[0][0] == "nouveau"
    assert ask(keeper, "").total == 67
    assert not upkeep.catch_up(base.reading, keeper, SOURCE)


@pytest.mark.parametrize("damage", DAMAGES)
def test_who_has_it_goes_on_and_puts_it_back(
    base: Database, keeper: Keeper, damage: Callable[[Path], None]
) -> None:
    before = ask(keeper, "cinéma itinérant")

    damage(keeper.folder.path)

    assert ask(keeper, "cinéma itinérant") == before
    upkeep.keep_up(base.reading, keeper, SOURCE)
    assert ask(Keeper(keeper.folder.path), "cinéma itinérant") == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_who_comes_later_sees_the_damage_and_makes_it_again(
    base: Database, keeper: Keeper, damage: Callable[[Path], None]
) -> None:
    before = ask(keeper, "cinéma itinérant")
    keeper.folder.release()

    damage(keeper.folder.path)
    later = Keeper(keeper.folder.path)

    assert later.current() is None
    upkeep.keep_up(base.reading, later, SOURCE)
    assert ask(later, "cinéma itinérant").hits == before.hits
    later.folder.release()


def test_where_nothing_can_be_written_it_is_kept_in_memory(base: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keeper = Keeper(tmp_path / "file" / "index")

    upkeep.keep_up(base.reading, keeper, SOURCE)
    add(base, "nouveau")
    upkeep.keep_up(base.reading, keeper, SOURCE)

    assert ask(keeper, "motnouveau").total == 1


def test_the_index_of_another_library_is_made_again(
    keeper: Keeper, template: Path, tmp_path: Path
) -> None:
    other = connect(f"sqlite:///{shutil.copy(template, tmp_path / 'other.db')}")
    with other.writing.begin() as session:
        told(session, line(id="seul"))

    upkeep.keep_up(other.reading, keeper, SOURCE)

    assert ask(keeper, "").total == 1
    other.engine.dispose()


def test_one_process_writes_and_the_others_read(base: Database, keeper: Keeper) -> None:
    other = Keeper(keeper.folder.path)
    add(base, "nouveau")

    upkeep.keep_up(base.reading, other, SOURCE)
    assert ask(other, "motnouveau").total == 0

    upkeep.keep_up(base.reading, keeper, SOURCE)
    assert ask(other, "motnouveau").total == 1


def test_another_takes_over_from_the_one_that_ended(base: Database, keeper: Keeper) -> None:
    other = Keeper(keeper.folder.path)
    keeper.folder.release()
    add(base, "nouveau")

    upkeep.keep_up(base.reading, other, SOURCE)

    assert ask(keeper, "motnouveau").total == 1
    other.folder.release()


def test_it_is_made_again_when_somebody_wishes(base: Database, keeper: Keeper) -> None:
    before = keeper.current()
    keeper.folder.wish()

    upkeep.keep_up(base.reading, keeper, SOURCE)

    assert keeper.current() is not before
    assert not keeper.folder.has_wish()


TEXTS = ["cinéma itinérant", "droits culturels", "epcc", "villag*", "convention territoire"]


class Asking(threading.Thread):
    """Somebody who asks the same questions again and again."""

    def __init__(self, keeper: Keeper, is_over: threading.Event) -> None:
        super().__init__()
        self.keeper, self.is_over = keeper, is_over
        self.seen: list[tuple[str, object]] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.is_over.is_set():
                self.seen += [(text, ask(self.keeper, text).hits) for text in TEXTS]
        except BaseException as fault:  # noqa: BLE001 (what happened in a thread is told outside)
            self.fault = fault


@pytest.fixture
def _in_small_turns() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_in_small_turns")
def test_four_threads_search_while_another_writes(base: Database, keeper: Keeper) -> None:
    is_over = threading.Event()
    threads = [Asking(keeper, is_over) for _ in range(4)]
    states = [{text: ask(keeper, text).hits for text in TEXTS}]

    for thread in threads:
        thread.start()
    for number in range(5):
        add(base, f"n{number}")
        upkeep.keep_up(base.reading, keeper, SOURCE)
        states.append({text: ask(keeper, text).hits for text in TEXTS})
    is_over.set()
    for thread in threads:
        thread.join()

    # Each answer is that of one state of the index: what changes is never seen half done.
    seen = [one for thread in threads for one in thread.seen]
    assert [thread.fault for thread in threads] == [None] * 4
    assert len(seen) > 100
    assert [hits for text, hits in seen if hits not in [state[text] for state in states]] == []


INDEXING = """
import sys
from pathlib import Path
from workspace.core import upkeep
from workspace.core.db import connect
from workspace.core.keeper import Keeper
from workspace.library.search import SOURCE
database, keeper = connect(sys.argv[1]), Keeper(Path(sys.argv[2]))
print("begins", flush=True)
while True:
    upkeep.catch_up(database.reading, keeper, SOURCE) if keeper.claim() else None
    upkeep.rebuild(database.reading, keeper, SOURCE)
"""


@pytest.mark.parametrize("moment", [0.05, 0.2, 0.45])
def test_a_process_killed_while_it_indexes_loses_nothing(
    base: Database, url: str, tmp_path: Path, moment: float
) -> None:
    folder = tmp_path / "index"
    command = [sys.executable, "-c", INDEXING, url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:  # noqa: S603 (our own words)
        assert process.stdout
        process.stdout.readline()
        add(base, "pendant")
        threading.Event().wait(moment)
        process.send_signal(signal.SIGKILL)

    keeper = Keeper(folder)
    upkeep.keep_up(base.reading, keeper, SOURCE)

    assert ask(keeper, "motpendant").total == 1
    assert ask(keeper, "").total == 67
    assert ask(Keeper(folder), "").total == 67
    keeper.folder.release()
