from datetime import date

import pytest
from flask import Flask

from workspace.core import clock, words


@pytest.mark.parametrize(
    ("value", "written"),
    [(36.9, "36,9"), (0.071234, "0,071234"), (18042.0, "18\u202f042"), (-1.7, "-1,7"), (0.0, "0")],
)
def test_a_value_keeps_its_decimals(app: Flask, value: float, written: str) -> None:
    with app.test_request_context():
        assert words.figure(value) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [(1, "1\u00a0jour"), (5, "5\u00a0jours"), (95, "3\u00a0mois"), (800, "2\u00a0ans")],
)
def test_a_delay_is_said_in_words(app: Flask, days: int, written: str) -> None:
    with app.test_request_context():
        assert words.lasting(days).replace(" ", "\u00a0") == written


def test_a_day_is_written_as_french_does(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 24))

    with app.test_request_context():
        assert words.day(date(2026, 12, 31)) == "31\u00a0déc."
        assert words.day(date(2025, 1, 1)) == "1er\u00a0janv.\u00a02025"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert words.day(date(2025, 1, 1)) == "1\u00a0Jan\u00a02025"
