from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from workspace.core import journal
from workspace.core.journal import Event
from workspace.home import queries
from workspace.home.queries import Filter
from workspace.projects import changes
from workspace.projects.changes import Outline
from workspace.projects.models import Membership, Role


@pytest.fixture
def busy(session: Session, alice: Membership, bilal: Membership, chloe: Membership) -> Membership:
    """A project in which three people have done something."""
    changes.change_role(session, alice, chloe, role=Role.CONTRIBUTOR)
    journal.record(session, bilal, "actions.added", 1, title="Atelier", after={"status": "idea"})
    journal.record(session, chloe, "actions.moved", 1, title="Atelier", before={}, after={})
    return alice


def names(told: list[queries.Told]) -> list[str]:
    return [one.name for one in told]


def test_what_happened_is_told_with_who_and_for_whom(session: Session, busy: Membership) -> None:
    told = queries.activity(session, busy.project_id, Filter())

    moved = told[0]
    assert (moved.name, moved.author, moved.institution) == (
        "actions.moved",
        "Chloé",
        "DRAC Bretagne",
    )


def test_whom_it_happened_to_is_named(session: Session, busy: Membership) -> None:
    told = queries.activity(session, busy.project_id, Filter(topic="members"))

    assert (told[0].name, told[0].person) == ("members.role_changed", "Chloé")


def test_the_journal_is_filtered(
    session: Session, busy: Membership, bilal: Membership, chloe: Membership
) -> None:
    space = busy.project_id

    assert names(queries.activity(session, space, Filter(person=bilal.user_id))) == [
        "actions.added"
    ]
    assert names(queries.activity(session, space, Filter(institution=chloe.institution_id))) == [
        "actions.moved"
    ]
    assert len(queries.activity(session, space, Filter(topic="actions"))) == 2
    assert queries.activity(session, space, Filter(since=date(2199, 1, 1))) == []
    assert queries.activity(session, space, Filter(since=date(1900, 1, 1)))


def test_what_precedes_is_reached_page_by_page(session: Session, busy: Membership) -> None:
    first = queries.activity(session, busy.project_id, Filter(), limit=2)
    rest = queries.activity(session, busy.project_id, Filter(before=first[-1].seq))

    whole = queries.activity(session, busy.project_id, Filter())
    assert [*first, *rest] == whole


def test_news_are_what_others_did(session: Session, busy: Membership, bilal: Membership) -> None:
    told = queries.news(session, busy.project_id, after=0, reader_id=bilal.user_id)

    assert "actions.added" not in names(told)
    assert "actions.moved" in names(told)


def test_nothing_of_another_project_is_told(
    session: Session, busy: Membership, denis: Membership
) -> None:
    assert busy

    assert names(queries.activity(session, denis.project_id, Filter())) == ["projects.opened"]
    assert [name for _, name in queries.authors(session, denis.project_id)] == ["Denis"]


def test_the_history_of_an_object_says_what_each_change_changed(
    session: Session, alice: Membership
) -> None:
    changes.correct_project(session, alice, Outline("Lire"), territories=[], version=1)

    (corrected, opened) = queries.history(session, alice.project_id, "projects", alice.project_id)

    (title,) = corrected.changed
    assert (title.field, title.before, title.after) == ("title", "Résidences en vallée", "Lire")
    assert opened.changed == []


def test_a_project_is_empty_until_something_is_written(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    assert queries.is_empty(session, alice.project_id)

    journal.record(session, bilal, "actions.added", 1, title="Atelier")

    assert not queries.is_empty(session, alice.project_id)


def test_a_person_who_went_away_is_told_under_a_pseudonym(
    session: Session, busy: Membership, bilal: Membership
) -> None:
    bilal.user.name = "Personne retirée n° 2"
    session.flush()

    told = queries.activity(session, busy.project_id, Filter(person=bilal.user_id))

    assert {one.author for one in told} == {"Personne retirée n° 2"}
    assert not any("Bilal" in str(one) for one in session.scalars(select(Event.details)))


def test_who_speaks_for_no_institution_is_told_all_the_same(
    session: Session, alice: Membership
) -> None:
    lonely = people.person(session, "Emma")
    member = changes.add_member(session, alice, lonely, role=Role.READER, institution_id=None)
    changes.welcome(session, member)

    (told,) = queries.activity(session, alice.project_id, Filter(topic="members"))

    assert (told.author, told.person) == ("Alice", "Emma")


def test_what_stayed_the_same_is_not_told_as_changed(session: Session, alice: Membership) -> None:
    journal.record(
        session,
        alice,
        "actions.moved",
        1,
        before={"status": "idea", "reason": ""},
        after={"status": "started", "reason": ""},
    )

    (moved,) = queries.history(session, alice.project_id, "actions", 1)

    assert [one.field for one in moved.changed] == ["status"]
