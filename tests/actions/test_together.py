"""Two people at once, each in a transaction of their own: no card is lost, no text is lost."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

import pytest
from sqlalchemy import select

from tests import people
from tests.actions.actions import action
from workspace.actions import changes, queries
from workspace.actions.changes import CircleError, NoWayError
from workspace.actions.models import Action, ActionStatus, Outline
from workspace.actions.policy import NEXT_STEPS, Reason, Stage
from workspace.core import clock
from workspace.core.db import Database
from workspace.core.errors import Stale
from workspace.core.journal import Event, take_turn
from workspace.projects.models import Membership

CARDS, MOVERS, ROUNDS = 6, 4, 12
EXPLAINED = Reason("Le lieu est fermé.", clock.today())


@pytest.fixture
def alice(database: Database) -> Membership:
    with database.writing() as session:
        return people.lead(session)


@pytest.fixture
def cards(database: Database, alice: Membership) -> list[int]:
    with database.writing.begin() as session:
        made = [action(session, alice, f"Action {n}") for n in range(CARDS)]
        return [one.id for one in made]


def move_about(database: Database, member: Membership, cards: list[int], mover: int) -> None:
    """Move the cards as they come, to whatever step each of them allows, ahead of another one."""
    for turn in range(ROUNDS):
        with database.writing.begin() as session:
            take_turn(session, member.project_id)
            one, other = (
                session.get_one(Action, cards[(mover + turn + n) % CARDS]) for n in (0, 1)
            )
            steps = NEXT_STEPS[one.status]
            if turn % 2 or not steps:
                changes.reorder(session, member, one, ahead_of=other)
            else:
                to = steps[(mover + turn) % len(steps)]
                changes.move_action(session, member, one, to=to, ahead_of=other, reason=EXPLAINED)


def test_however_many_move_at_once_each_card_stands_in_one_place(
    database: Database, alice: Membership, cards: list[int]
) -> None:
    with ThreadPoolExecutor(MOVERS) as movers:
        list(movers.map(partial(move_about, database, alice, cards), range(MOVERS)))

    with database.reading() as session:
        columns = [queries.places(session, alice.project_id, stage, besides=0) for stage in Stage]
        told = session.scalars(
            select(Event.details).where(Event.name == "actions.moved").order_by(Event.seq)
        ).all()
        now = {one.id: one.status for one in session.scalars(select(Action))}
    assert sorted(chain.from_iterable(columns)) == sorted(cards)
    assert [len(set(places.values())) for places in columns] == [len(p) for p in columns]
    assert len(told) == sum(_moves(database, one, status) for one, status in now.items())


def _moves(database: Database, one: int, status: ActionStatus) -> int:
    # The journal of a card leads step by step, each from where the last one led, to where it is.
    with database.reading() as session:
        told = session.scalars(
            select(Event.details)
            .where(Event.name == "actions.moved", Event.subject_id == one)
            .order_by(Event.seq)
        ).all()
    befores, afters = (
        [dict(event[side])["status"] for event in told]  # type: ignore[arg-type]  # JSON
        for side in ("before", "after")
    )
    assert [ActionStatus.IDEA, *afters] == [*befores, status]
    return len(told)


def test_the_second_of_two_opposite_moves_is_refused(
    database: Database, alice: Membership, cards: list[int]
) -> None:
    with database.writing.begin() as session:
        one = session.get_one(Action, cards[0])
        changes.move_action(session, alice, one, to=ActionStatus.ABANDONED, reason=EXPLAINED)

    with database.writing() as session:
        one = session.get_one(Action, cards[0])
        with pytest.raises(NoWayError):
            changes.move_action(session, alice, one, to=ActionStatus.UNDER_REVIEW)


def test_two_people_cannot_close_a_circle_together(
    database: Database, alice: Membership, cards: list[int]
) -> None:
    def tie(pair: tuple[int, int]) -> bool:
        with database.writing.begin() as session:
            take_turn(session, alice.project_id)
            one, other = (session.get_one(Action, cards[n]) for n in pair)
            try:
                changes.add_dependency(session, alice, one, needed=other)
            except CircleError:
                return False
            return True

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(tie, [(0, 1), (1, 0)]))

    assert sorted(outcomes) == [False, True]


def test_of_two_who_write_the_same_field_one_is_shown_both_texts(
    database: Database, alice: Membership, cards: list[int]
) -> None:
    def write(aim: str) -> str:
        with database.writing() as session:
            take_turn(session, alice.project_id)
            outline = Outline("Action 0", aim=aim)
            try:
                changes.edit_action(session, alice, cards[0], outline, version=1)
            except Stale as stale:
                return stale.theirs["aim"]
            session.commit()
            return ""

    with ThreadPoolExecutor(2) as both:
        shown = list(both.map(write, ["Lire.", "Vendre."]))

    with database.reading() as session:
        kept = session.get_one(Action, cards[0]).aim
    assert sorted(shown) == sorted(["", kept])
