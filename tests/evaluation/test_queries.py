from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.actions.actions import action, actor
from tests.comments.talk import said
from tests.evaluation.entries import FRIDAY, noted
from tests.files.uploads import attached
from workspace.actions.models import Action, ActionStatus
from workspace.core.subjects import Subject
from workspace.evaluation import changes, queries
from workspace.evaluation.queries import Filter, Line, Timeline
from workspace.projects.models import Membership

TODAY = date(2026, 11, 24)


def lines(timeline: Timeline) -> list[Line]:
    return [line for _month, lines in timeline.months for line in lines]


def texts(session: Session, member: Membership, wanted: Filter) -> list[str]:
    found = queries.timeline(session, member.project_id, wanted)
    return [line.entry.text for line in lines(found)]


def test_entries_are_read_month_by_month_the_latest_day_first(
    session: Session, alice: Membership
) -> None:
    noted(session, alice, "mai", happened_on=date(2026, 5, 3))
    noted(session, alice, "juin", happened_on=date(2026, 6, 1))
    noted(session, alice, "mai, plus tard", happened_on=date(2026, 5, 30))

    months = queries.timeline(session, alice.project_id, Filter()).months

    assert [(month, [one.entry.text for one in group]) for month, group in months] == [
        (date(2026, 6, 1), ["juin"]),
        (date(2026, 5, 1), ["mai, plus tard", "mai"]),
    ]


def test_an_entry_comes_with_its_files_and_how_much_was_said_of_it(
    session: Session, alice: Membership
) -> None:
    entry = noted(session, alice)
    attached(session, alice, entry.id)
    said(session, alice, on=Subject("evaluation", entry.id, entry.title))

    (line,) = lines(queries.timeline(session, alice.project_id, Filter()))

    assert (len(line.files), line.comments) == (1, 1)


def test_other_projects_have_their_own_log(
    session: Session, alice: Membership, denis: Membership
) -> None:
    theirs = noted(session, denis)

    assert queries.timeline(session, alice.project_id, Filter()).number == 0
    assert queries.find(session, alice.project_id, theirs.id) is None
    assert queries.title(session, alice.project_id, theirs.id) is None


def test_every_filter_keeps_what_it_names(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    fair = action(session, alice)
    noted(session, alice, "la foire", action_ids=frozenset({fair.id}))
    noted(session, bilal, "l’été à Œuvres", kind="mesure", happened_on=FRIDAY + timedelta(days=9))
    noted(session, alice, "un critère", criteria=frozenset({"effets"}))

    def kept(wanted: Filter) -> set[str]:
        return set(texts(session, alice, wanted))

    assert kept(Filter(action=fair.id)) == {"la foire"}
    assert kept(Filter(kind="mesure")) == {"l’été à Œuvres"}
    assert kept(Filter(institution=bilal.institution_id)) == {"l’été à Œuvres"}
    assert kept(Filter(criterion="effets")) == {"un critère"}
    assert kept(Filter(since=FRIDAY + timedelta(days=1))) == {"l’été à Œuvres"}
    assert kept(Filter(until=FRIDAY)) == {"la foire", "un critère"}
    assert kept(Filter(text="OEUVRES ete")) == {"l’été à Œuvres"}
    assert kept(Filter(text="100%")) == set()
    assert kept(Filter(kind="mesure", text="foire")) == set()


def test_kinds_are_counted_whatever_kind_is_chosen(session: Session, alice: Membership) -> None:
    for kind in ("observation", "observation", "incident"):
        noted(session, alice, kind=kind)

    found = queries.timeline(session, alice.project_id, Filter(kind="incident"))

    assert found.kinds == {"observation": 2, "incident": 1}
    assert found.number == 3
    assert len(lines(found)) == 1


def test_a_long_log_goes_on_where_it_stopped(session: Session, alice: Membership) -> None:
    for number in range(7):
        noted(session, alice, str(number), happened_on=FRIDAY + timedelta(days=number // 3))

    seen, before = list[str](), Filter().before
    for _ in range(4):
        found = queries.timeline(session, alice.project_id, Filter(before=before), limit=2)
        seen += [line.entry.text for line in lines(found)]
        before = found.older

    assert seen == list("6543210")
    assert before is None


def test_a_withdrawn_entry_counts_nowhere(session: Session, alice: Membership) -> None:
    fair = action(session, alice)
    entry = noted(session, alice, action_ids=frozenset({fair.id}), criteria=frozenset({"effets"}))
    changes.withdraw_entry(session, alice, entry)

    found = queries.timeline(session, alice.project_id, Filter())

    assert (found.number, found.criteria, found.months) == (0, {}, [])
    assert queries.entries_of(session, alice.project_id, fair.id) == []
    assert queries.export_rows(session, alice.project_id) == []


def test_an_action_shows_what_was_noted_of_it(session: Session, alice: Membership) -> None:
    fair = action(session, alice)
    noted(session, alice, "autre chose")
    noted(session, alice, "la foire", action_ids=frozenset({fair.id}))

    found = queries.entries_of(session, alice.project_id, fair.id)

    assert [line.entry.text for line in found] == ["la foire"]


class TestQuietActions:
    @pytest.fixture
    def fair(self, session: Session, alice: Membership) -> int:
        """An action under way since the spring, which Alice's institution carries."""
        carrier = actor(session, alice, "Ville de Redon")
        carrier.institution_id = alice.institution_id
        found = action(
            session,
            alice,
            status=ActionStatus.RUNNING,
            owner_id=carrier.id,
            starts_on=date(2026, 3, 1),
        )
        session.commit()
        return found.id

    def test_an_action_of_which_nothing_is_said_is_asked_about(
        self, session: Session, alice: Membership, fair: int
    ) -> None:
        assert queries.quiet_actions(session, alice, TODAY) == [(fair, "Foire aux livres")]

    def test_an_entry_of_the_month_is_enough(
        self, session: Session, alice: Membership, fair: int
    ) -> None:
        noted(session, alice, action_ids=frozenset({fair}), happened_on=TODAY - timedelta(days=30))

        assert queries.quiet_actions(session, alice, TODAY) == []

    def test_an_old_entry_is_not(self, session: Session, alice: Membership, fair: int) -> None:
        noted(session, alice, action_ids=frozenset({fair}), happened_on=TODAY - timedelta(days=40))

        assert [one for one, _title in queries.quiet_actions(session, alice, TODAY)] == [fair]

    def test_others_are_not_asked(
        self, session: Session, bilal: Membership, chloe: Membership, fair: int
    ) -> None:
        chloe.institution_id = None

        assert fair
        assert queries.quiet_actions(session, bilal, TODAY) == []
        assert queries.quiet_actions(session, chloe, TODAY) == []

    def test_an_action_that_has_just_begun_is_left_in_peace(
        self, session: Session, alice: Membership, fair: int
    ) -> None:
        assert fair
        assert queries.quiet_actions(session, alice, date(2026, 3, 20)) == []

    def test_an_action_without_a_beginning_began_when_it_was_written(
        self, session: Session, alice: Membership, fair: int
    ) -> None:
        found = session.get_one(Action, fair)
        found.starts_on = None
        today = found.created_at.date()

        assert queries.quiet_actions(session, alice, today) == []
        assert queries.quiet_actions(session, alice, today + timedelta(days=40)) != []


def test_what_one_noted_is_handed_over(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    noted(session, bilal, "La soupe a manqué.")

    [one] = queries.own_data(session, bilal.user_id)

    assert (one["text"], one["happened_on"]) == ("La soupe a manqué.", "2026-05-08")
    assert queries.own_data(session, alice.user_id) == []
