"""Whatever people write at once, in whatever order it arrives, all end with the same text."""

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.campaign import Rounds
from tests.texts.schedules import Schedule
from workspace.projects.models import Membership, Role

PLAYED = 500, 10_000  # in every run, and in a campaign, on each engine
STEPS = 24
# Schedules that once went wrong.
FAILED: tuple[int, ...] = ()


@pytest.fixture
def writers(session: Session, alice: Membership, bilal: Membership) -> Sequence[Membership]:
    """Four people of as many institutions."""
    named = (("Emma", "Pays de Redon"), ("Farid", "La Criée"))
    others = [
        people.joins(session, alice, name, role=Role.CONTRIBUTOR, speaks_for=body)
        for name, body in named
    ]
    return [alice, bilal, *others]


def test_all_end_with_the_same_text_and_nothing_is_lost(
    session: Session, writers: Sequence[Membership], rounds: Rounds
) -> None:
    seeds = [*FAILED, *range(rounds(*PLAYED))]
    found = {seed: faults for seed in seeds if (faults := play(seed, session, writers))}

    assert found == {}


def play(seed: int, session: Session, writers: Sequence[Membership]) -> list[str]:
    """Play a schedule, and undo it."""
    session.flush()
    transaction = session.begin_nested()
    try:
        with pytest.MonkeyPatch.context() as patch:
            schedule = Schedule(seed, session, writers, patch)
            schedule.play(STEPS)
            return list(schedule.faults())
    except Exception as error:
        error.add_note(f"in the schedule of seed {seed}")
        raise
    finally:
        transaction.rollback()
