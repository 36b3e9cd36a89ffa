"""The servers that are measured, and what they cost the machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from time import sleep

import psutil

from tests.browser.server import HOST, Server, free_port
from tests.house.source import ROOT

MILLI = KILO = 1000
KIB, MIB = 1024, 1024 * 1024


@contextmanager
def product(data: Path, *, workers: int = 2) -> Iterator[Server]:
    """Run the product on some data."""
    server = Server(data, workers=workers)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def floor() -> Iterator[tuple[str, int]]:
    """Run the floor; lend its address and its process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "bench/floor_server.py", "bench.floor:app"],
        cwd=ROOT, env=os.environ | {"HOST": HOST, "PORT": str(port)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while len(workers(process.pid)) < 2:  # noqa: PLR2004 (as many as the product has)
            sleep(0.05)
        sleep(0.5)
        yield f"http://{HOST}:{port}/", process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGKILL)
        process.wait()


def workers(pid: int) -> list[psutil.Process]:
    """Return the workers of a server."""
    found: list[psutil.Process] = psutil.Process(pid).children()
    return found


def cpu_seconds(pid: int) -> float:
    """Return how long the workers of a server have computed."""
    times = [worker.cpu_times() for worker in workers(pid)]
    return float(sum(spent.user + spent.system for spent in times))


def proportional_bytes(pid: int) -> int:
    """Return the memory of the workers of a server, what they share being shared out."""
    return sum(_pss(worker.pid) for worker in workers(pid))


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * KIB
    return 0
