"""Naming versions of a text, and taking them up again."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.versions.moments import named, shared, write
from workspace.core import clock
from workspace.core.errors import Missing, Refused
from workspace.core.journal import Event
from workspace.projects.models import Membership
from workspace.texts import changes as texts
from workspace.texts.models import TextSnapshot, TextUpdate
from workspace.versions import changes, queries
from workspace.versions.models import Kind, Moment, TextVersion


def told(session: Session, name: str) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.name == name)))


def test_a_version_keeps_its_text_and_says_so_once(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.")
    first = named(session, alice)
    again = named(session, bilal, "Un autre nom")
    write(session, bilal, "Le soir, tout ouvre.")

    assert again is first
    assert (first.title, first.typed) == ("Avant le comité", "Le soir, tout ferme.")
    assert (first.author_id, first.institution_id) == (alice.user_id, alice.institution_id)
    (event,) = told(session, "texts.named")
    assert event.details["title"] == "Avant le comité"
    assert event.details["digest"] == first.digest == first.seal


def test_an_older_moment_can_be_named(session: Session, alice: Membership) -> None:
    write(session, alice, "Un.")
    text = write(session, alice, "Un deux.")

    made = changes.name_version(session, alice, text, number=1, title="Le début")

    assert made.typed == "Un."


@pytest.mark.parametrize("number", [2, 10**9, 2**40])
def test_what_never_was_is_not_named(session: Session, alice: Membership, number: int) -> None:
    text = write(session, alice, "Un.")

    with pytest.raises(Missing):
        changes.name_version(session, alice, text, number=number, title="Demain")


def test_what_is_blank_is_not_named(session: Session, alice: Membership) -> None:
    write(session, alice, "Un.")
    text = write(session, alice, "")

    with pytest.raises(Refused):
        changes.name_version(session, alice, text, number=2, title="Rien")


def test_a_version_never_changes_nor_goes(session: Session, alice: Membership) -> None:
    write(session, alice, "Un.")
    named(session, alice)

    for order in (update(TextVersion).values(typed="Deux."), delete(TextVersion)):
        with pytest.raises(DBAPIError, match="never changes"), session.begin_nested():
            session.execute(order)


def test_a_version_that_is_not_what_it_was_is_named(
    session: Session, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(session, alice, "Un.")
    found = named(session, alice)
    assert list(queries.faults(session)) == []

    monkeypatch.setattr(TextVersion, "seal", "another")

    assert list(queries.faults(session)) == [
        f"text {found.text_id}: version 1 was changed after it was named"
    ]


def test_a_version_is_taken_up_again_and_told(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.")
    named(session, alice)
    text = write(session, alice, "Le matin, tout ouvre.")
    one = queries.moment(session, text, "1", [])
    assert one

    changes.restore(session, bilal, text, one, version=text.number)

    text = shared(session, alice)
    assert (text.reading.typed, text.number) == ("Le soir, tout ferme.", 3)
    (event,) = told(session, "texts.restored")
    assert event.details == {
        "text": text.name, "moment": "1", "title": "Avant le comité",
    }  # fmt: skip


def test_what_is_written_meanwhile_stays_when_a_version_is_taken_up_again(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.")
    write(session, alice, "Le soir, tout ouvre.")
    text = write(session, bilal, "Le soir, tout ouvre. Demain aussi.")

    changes.restore(session, alice, text, Moment(Kind.SPELL, number=1), version=2)

    assert shared(session, alice).reading.typed == "Le soir, tout ferme. Demain aussi."


def test_taking_up_what_stands_changes_nothing(session: Session, alice: Membership) -> None:
    text = write(session, alice, "Un.")

    changes.restore(session, alice, text, Moment(Kind.SPELL, number=1), version=1)

    assert shared(session, alice).number == 1
    assert told(session, "texts.restored") == []


def test_older_snapshots_stay_thirty_days_and_versions_for_ever(
    session: Session, alice: Membership, bilal: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "EVERY", 2)
    start = clock.now()
    for number, (member, typed) in enumerate(((alice, "Le soir."), (bilal, "Le soir, tard."))):
        write(session, member, typed, version=number)
    named(session, alice)
    for days in (29, 31, 62):
        with clock.set_to(start + timedelta(days=days)):
            for turn in range(2):
                write(session, alice, f"Jour {days}, {turn}.")
        first = session.scalar(select(func.min(TextUpdate.number)))
        kept = session.scalars(select(TextSnapshot.number).order_by(TextSnapshot.number)).all()
        assert (first, list(kept)) == {29: (1, [2, 4]), 31: (3, [2, 4, 6]), 62: (7, [6, 8])}[days]

    text = shared(session, alice)
    one = queries.moment(session, text, "2", [])
    assert one
    assert one.kind is Kind.NAMED
    found = queries.authorship(session, text.text, one)
    assert found
    assert [(part.author.name, part.passages) for part in found.parts] == [
        ("Alice", ["Le soir", "."]), ("Bilal", [", tard"]),
    ]  # fmt: skip
    assert queries.moment(session, text, "1", []) is None
    assert list(queries.faults(session)) == []
