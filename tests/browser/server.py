"""The server as it is run, on an address and with data of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.house.source import ROOT

PATIENCE = 90  # seconds; a first start loads the demonstration
STEP = 0.05
READY = 200
HOST = "127.0.0.1"
GUNICORN = (sys.executable, "-m", "gunicorn", "wsgi:app")


class Server:
    """A server that can be stopped, killed and started again where it was."""

    def __init__(
        self, data: Path, *, workers: int = 2, command: Sequence[str] = GUNICORN, proxies: int = 0
    ) -> None:
        """Choose an address; nothing is started yet."""
        self.command, self.proxies = command, proxies
        self.data, self.workers, self.port = data, workers, free_port()
        self.log = data / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return where the server answers."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """Return the process that leads the workers."""
        if self.process is None:
            raise RuntimeError("The server is not running.")
        return self.process.pid

    def start(self) -> None:
        """Start, and wait for the first answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 (our own commands)
                self.command,
                cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.has_ended() or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(STEP)

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop as a cut of power does: all its processes at once."""
        self._end(signal.SIGKILL)

    def has_ended(self) -> bool:
        """Tell whether what was started has ended."""
        return self.process is None or self.process.poll() is not None

    def answers(self) -> bool:
        """Tell whether the server is ready."""
        asking = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            asking.request("GET", "/readyz")
            return asking.getresponse().status == READY
        except (OSError, HTTPException):
            return False
        finally:
            asking.close()

    def faults(self) -> str:
        """Return what the server said of its own mistakes."""
        said = self.log.read_text(encoding="utf-8")
        return said[said.find("Traceback") :] if "Traceback" in said else ""

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(PATIENCE)
        self.process = None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "WORKSPACE" not in name}
        return kept | {
            "WORKSPACE_ENV": "demo",
            "WORKSPACE_DATA": str(self.data),
            "WORKSPACE_SEARCH_INDEX": str(self.data / "index"),
            "HOST": HOST,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.workers),
            "WORKSPACE_TRUSTED_PROXIES": str(self.proxies),
        }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
