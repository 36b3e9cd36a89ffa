from datetime import date, timedelta

import pytest

from workspace.actions.models import (
    ActionStatus,
    Card,
    Filter,
    Quarter,
    by_date,
    by_institution,
    days_late,
)

TODAY = date(2026, 11, 24)


def card(number: int, **said: object) -> Card:
    known: dict[str, object] = {
        "id": number, "title": f"Action {number}", "status": ActionStatus.RUNNING, "owner_id": 1,
        "owner": "Foyer rural", "due_on": None, "look_again_on": None, "status_reason": "",
        "late_by": 0, "is_orphan": False,
    }  # fmt: skip
    return Card(**(known | said))  # type: ignore[arg-type]  # each field has its own type


@pytest.mark.parametrize(
    ("status", "late"),
    [
        (ActionStatus.IDEA, 4),
        (ActionStatus.ADAPTED, 4),
        (ActionStatus.SUSPENDED, 0),
        (ActionStatus.POSTPONED, 0),
        (ActionStatus.DONE, 0),
        (ActionStatus.ABANDONED, 0),
    ],
)
def test_only_what_is_awaited_is_late(status: ActionStatus, late: int) -> None:
    assert days_late(status, TODAY - timedelta(4), TODAY) == late


def test_nothing_is_late_on_its_day_or_without_one() -> None:
    assert days_late(ActionStatus.RUNNING, TODAY, TODAY) == 0
    assert days_late(ActionStatus.RUNNING, None, TODAY) == 0


def test_quarters_follow_each_other_and_the_undated_come_last() -> None:
    days = [None, date(2027, 1, 1), date(2026, 12, 31), date(2026, 10, 1)]

    groups = by_date(card(n, due_on=day) for n, day in enumerate(days))

    assert [(key, [one.id for one in cards]) for key, cards in groups] == [
        (Quarter(2026, 4), [3, 2]),
        (Quarter(2027, 1), [1]),
        (None, [0]),
    ]


def test_institutions_come_by_name_and_what_nobody_carries_last() -> None:
    owners = ["Ville", None, "école", "Ville"]

    groups = by_institution(card(n, owner=owner) for n, owner in enumerate(owners))

    assert [(name, len(cards)) for name, cards in groups] == [("école", 1), ("Ville", 2), (None, 1)]


def test_filters_add_up() -> None:
    wanted = Filter(late=True, carried_by=frozenset({1}))

    assert wanted.lets(card(1, late_by=3))
    assert not wanted.lets(card(2, late_by=3, owner_id=2))
    assert not wanted.lets(card(3))
