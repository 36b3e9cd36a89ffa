from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.actions.models import ActionStatus
from workspace.actions.policy import (
    EXPLAINED,
    NEXT_STEPS,
    STAGES,
    Reason,
    Stage,
    ahead_of,
    arrival,
    closes_circle,
)
from workspace.core import clock

Status = ActionStatus


def test_the_steps_are_those_of_the_reference_list() -> None:
    assert NEXT_STEPS[Status.RUNNING] == (
        Status.DONE, Status.ADAPTED, Status.SUSPENDED, Status.ABANDONED,
    )  # fmt: skip
    assert NEXT_STEPS[Status.EVALUATED] == NEXT_STEPS[Status.ABANDONED] == ()


def test_every_status_stands_somewhere_and_leads_to_the_end() -> None:
    assert set(STAGES) == set(NEXT_STEPS) == set(ActionStatus)

    for status in ActionStatus:
        seen, ahead = set[ActionStatus](), [status]
        while ahead:
            here = ahead.pop()
            seen.add(here)
            ahead += [step for step in NEXT_STEPS[here] if step not in seen]
        assert seen & {Status.EVALUATED, Status.ABANDONED}


@pytest.mark.parametrize(
    ("status", "stage", "found"),
    [
        (Status.DELIBERATED, Stage.COMMITTED, Status.COMMITTED),
        (Status.IDEA, Stage.COMMITTED, None),
        (Status.ADAPTED, Stage.RUNNING, Status.ADAPTED),
        (Status.COMMITTED, Stage.RUNNING, Status.RUNNING),
        (Status.DONE, Stage.RUNNING, None),
        (Status.POSTPONED, Stage.PREPARING, Status.UNDER_REVIEW),
    ],
)
def test_a_card_that_is_dropped_takes_the_first_step_allowed_there(
    status: ActionStatus, stage: Stage, found: ActionStatus | None
) -> None:
    assert arrival(status, stage) is found


@pytest.mark.parametrize("status", sorted(EXPLAINED))
def test_what_rests_is_explained(status: ActionStatus) -> None:
    assert not Reason().suffices(status)
    assert Reason("Le lieu est fermé.", clock.today()).suffices(status)


def test_what_is_suspended_is_looked_at_again() -> None:
    assert not Reason("Le lieu est fermé.").suffices(Status.SUSPENDED)


def test_a_card_goes_up_or_down_one_place() -> None:
    assert ahead_of([1, 2, 3], 3, up=True) == 2
    assert ahead_of([1, 2, 3], 1, up=True) == 2
    assert ahead_of([1, 2, 3], 1, up=False) == 3
    assert ahead_of([1, 2, 3], 2, up=False) is None
    assert ahead_of([1], 1, up=True) is None


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_whatever_order_they_come_in_no_circle_is_ever_closed(pairs: set[tuple[int, int]]) -> None:
    needs: set[tuple[int, int]] = set()
    for one, other in pairs:
        if not closes_circle(needs, one, other):
            needs.add((one, other))

    order: list[int] = []
    for _ in range(7):
        order += [
            n for n in range(1, 7)
            if n not in order and all(b in order for a, b in needs if a == n)
        ]  # fmt: skip
    assert len(order) == 6
    assert all(not closes_circle(set(), one, other) for one, other in pairwise(order))
