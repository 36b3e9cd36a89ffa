"""What the server takes of the machine: time to start, memory."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGINT
from statistics import median
from time import monotonic, sleep

from bench.figures import Figure, percentile
from bench.servers import MIB, MILLI, proportional_bytes
from tests.browser.server import HOST, Server, free_port
from tests.browser.visitor import Visitor
from tests.house.source import ROOT

STARTS = 5
SAVES = 100
PATIENCE = 30  # seconds
MAKE = shutil.which("make") or "make"


def start_up(data: Path) -> Figure:
    """Measure from `make run` to the first page, on an installation that is ready."""
    times = [_start(data) for _ in range(STARTS)]
    return Figure("make run to the first page, prepared install", median(times), "s", at_most=2)


def memory(server: Server) -> Figure:
    """Measure two workers that have served all the pages above."""
    used = proportional_bytes(server.pid) / MIB
    return Figure("two workers, proportional memory", used, "MiB", at_most=150)


def saves(person: Visitor, board: str) -> Figure:
    """Measure from sending a form to its answer."""
    times = []
    for number in range(SAVES):
        form = person.form(board, {"title"})
        began = monotonic()
        person.send(form, board, title=f"Mesure {number}")
        times.append(monotonic() - began)
    slow = percentile(times, 95) * MILLI
    return Figure("a save is answered, p95", slow, "ms", at_most=100)


def _start(data: Path) -> float:
    port = free_port()
    given = {"HOST": HOST, "PORT": str(port), "WORKSPACE_DATA": str(data)}
    given["WORKSPACE_SEARCH_INDEX"] = str(data / "index")
    began = monotonic()
    running = subprocess.Popen(  # noqa: S603 (our own command)
        [MAKE, "run"], cwd=ROOT, env=os.environ | given, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(lambda: _answers(port))
        return monotonic() - began
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, SIGINT)
        running.wait()


def _wait(is_so: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not is_so():
        if monotonic() > until:
            sys.exit("The server did not start.")
        sleep(0.01)


def _answers(port: int) -> bool:
    asking = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        asking.request("GET", "/login")
        return asking.getresponse().status == 200  # noqa: PLR2004 (success)
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
