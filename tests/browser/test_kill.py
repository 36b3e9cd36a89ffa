"""A cut of power while people write: what was acknowledged is there, once."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from threading import Event, Thread
from typing import TypeVar

from tests.browser.server import Server
from tests.browser.visitor import Form, Visitor
from tests.campaign import Rounds

T = TypeVar("T")

WRITERS = 4
BOARD = "actions/"
ATTEMPTS = 900  # a busy machine starts again in a minute
PAUSE = 0.1  # seconds before a person who got no answer sends again
SEED = 20


@dataclass
class Writer:
    """Someone who adds actions, and sends again the very same form when no answer came."""

    name: str
    visitor: Visitor
    board: str
    over: Event
    acknowledged: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write until it is over."""
        while not self.over.is_set():
            title = f"{self.name}-{len(self.acknowledged)}-"
            form: Form = self._insist(lambda: self.visitor.form(self.board, {"title"}))
            self._insist(partial(self.visitor.send, form, self.board, title=title))
            self.acknowledged.append(title)

    def _insist(self, ask: Callable[[], T]) -> T:
        for _ in range(ATTEMPTS):
            try:
                return ask()
            except (OSError, HTTPException):
                self.visitor.line.close()
                time.sleep(PAUSE)
        raise TimeoutError(f"{self.name} was never answered.")


def test_what_was_acknowledged_is_there_once_however_often_power_is_cut(
    own_server: Server, rounds: Rounds
) -> None:
    draw = random.Random(SEED)  # noqa: S311 (moments, not secrets)
    lead = Visitor(own_server.url).sign_in("lead")
    board, over = lead.fill("/projects/new/", title="Coupures") + BOARD, Event()
    visitors = [Visitor(own_server.url).sign_in("lead") for _ in range(WRITERS)]
    writers = [Writer(f"Rang{n}", one, board, over) for n, one in enumerate(visitors)]
    threads = [Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()

    for _ in range(rounds(3, 20)):
        time.sleep(draw.uniform(0.5, 2.0))
        own_server.kill()
        own_server.start()
    over.set()
    for thread in threads:
        thread.join()

    lead.line.close()
    shown = lead.read(f"{board}export.csv")
    expected = [title for writer in writers for title in writer.acknowledged]
    assert len(expected) > WRITERS
    for one in (lead, *visitors):
        one.line.close()
    assert Counter({title: shown.count(title) for title in expected}) == Counter(expected)
