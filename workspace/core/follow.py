"""Following what is committed, here or elsewhere, to keep something up to date."""

import logging
from collections.abc import Callable
from contextlib import closing
from threading import Thread
from time import monotonic, sleep

from sqlalchemy.exc import SQLAlchemyError

from workspace.core.db import Database

PAUSE = 1.0  # seconds before what failed is tried again
REST = 0.2  # seconds after a call, so that many commits are followed at once
ROUND = 1.0  # seconds between two looks when nothing is committed

logger = logging.getLogger(__name__)


class Follower:
    """Call something after each commit, and every second, as long as the process lives."""

    def __init__(self, database: Database, call: Callable[[], object]) -> None:
        """Stand ready."""
        self._database, self._call = database, call
        self._has_stopped = False
        self._thread = Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Follow no longer, once the call that runs has ended."""
        self._has_stopped = True
        self._thread.join()

    def _run(self) -> None:
        losses = (SQLAlchemyError, OSError, self._database.engine.dialect.loaded_dbapi.Error)
        while not self._has_stopped:
            try:
                self._follow()
            except losses:
                logger.exception("What follows the journal was interrupted.")
                sleep(PAUSE)

    def _follow(self) -> None:
        following = monotonic()
        with closing(self._database.relay.heard()) as heard:
            for news in heard:
                if self._has_stopped:
                    return
                if news.has_changed or monotonic() >= following:
                    self._call()
                    sleep(REST)
                    following = monotonic() + ROUND
