"""A clock that tests set."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from workspace.core import clock

Wait = Callable[[timedelta], None]


def waiting(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Return what makes time pass."""
    passed = [timedelta()]
    now = clock.now

    def wait(time: timedelta) -> None:
        passed[0] += time
        monkeypatch.setattr(clock, "now", lambda: now() + passed[0])

    return wait
