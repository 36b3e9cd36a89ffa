from datetime import UTC, date, datetime

import pytest

from workspace.core import clock


def test_the_day_is_that_of_paris() -> None:
    with clock.set_to(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


def test_the_time_comes_back_whatever_happened() -> None:
    long_ago = datetime(1999, 1, 1, tzinfo=UTC)

    with pytest.raises(LookupError):
        stumble_at(long_ago)

    assert clock.now() > long_ago


def stumble_at(instant: datetime) -> None:
    with clock.set_to(instant):
        raise LookupError(clock.now())
