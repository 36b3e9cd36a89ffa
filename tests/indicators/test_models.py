from datetime import UTC, date, datetime

import pytest

from workspace.indicators.models import (
    Frequency,
    Indicator,
    Reading,
    Watched,
    difference,
    months_after,
)

TODAY = date(2026, 11, 24)


def watched(
    frequency: Frequency = Frequency.YEARLY,
    *,
    last: date | None = None,
    lag: int = 0,
    retired: bool = False,
) -> Watched:
    indicator = Indicator(
        name="Part des 75 ans et plus",
        frequency=frequency,
        lag_months=lag,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        retired_at=datetime(2026, 11, 1, tzinfo=UTC) if retired else None,
    )
    return Watched(indicator, Reading(taken_on=last, value=1.0) if last else None)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), 36, date(2029, 5, 31)),
    ],
)
def test_some_months_later(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("one", "late"),
    [
        (watched(last=date(2025, 11, 23)), 1),
        (watched(last=date(2025, 11, 24)), 0),
        (watched(Frequency.QUARTERLY, last=date(2026, 6, 30)), 55),
        (watched(last=date(2023, 1, 1), lag=36), 0),
        (watched(Frequency.IRREGULAR, last=date(2001, 1, 1)), 0),
        (watched(last=date(2001, 1, 1), retired=True), 0),
        (watched(Frequency.MONTHLY), 23),
        (watched(Frequency.YEARLY), 0),
    ],
)
def test_an_indicator_is_late_once_its_next_value_is_due(one: Watched, late: int) -> None:
    assert one.days_late(TODAY) == late
    assert one.is_late(TODAY) is (late > 0)


def test_a_difference_is_as_exact_as_what_is_written() -> None:
    assert difference(36.9, 38.6) == -1.7
    assert difference(0.3, 0.1) == 0.2
