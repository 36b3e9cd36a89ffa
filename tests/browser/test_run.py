"""`make run`: a page soon after, in the foreground, and nothing left behind."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.browser.server import Server

MAKE_RUN = (shutil.which("make") or "make", "run")
PATIENCE = 20  # seconds


@pytest.fixture
def run(demonstration: Path, tmp_path: Path) -> Iterator[Server]:
    """A server as `make run` starts it."""
    server = Server(Path(shutil.copytree(demonstration, tmp_path / "data")), command=MAKE_RUN)
    server.start()
    yield server
    server.kill()


def test_it_tells_where_it_is_and_who_may_come_in(run: Server) -> None:
    told = run.log.read_text(encoding="utf-8")

    assert run.url in told
    assert all(f"{name}@demo.example" in told for name in ("lead", "contributor", "reader"))


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda pid: os.killpg(pid, signal.SIGINT), id="Ctrl-C"),
        pytest.param(lambda pid: os.killpg(pid, signal.SIGTERM), id="the group ended"),
        pytest.param(lambda pid: os.kill(pid, signal.SIGTERM), id="make alone ended"),
    ],
)
def test_it_leaves_no_process_behind(run: Server, end: Callable[[int], None]) -> None:
    assert len(group(run.pid)) > run.workers

    end(run.pid)

    assert emptied(run)


def group(leader: int) -> list[int]:
    return [process.pid for process in psutil.process_iter() if group_of(process.pid) == leader]


def group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def emptied(run: Server) -> bool:
    leader, until = run.pid, time.monotonic() + PATIENCE
    while not (run.has_ended() and not group(leader)) and time.monotonic() < until:
        time.sleep(0.05)
    return run.has_ended() and not group(leader)
