"""Writing shared texts."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workspace.core import clock
from workspace.core.errors import Stale
from workspace.core.journal import Event
from workspace.projects.models import Membership
from workspace.texts import changes, queries
from workspace.texts.changes import FullTextError
from workspace.texts.models import SharedText, TextSnapshot, TextUpdate, Told

NAME = "statement.tensions"


def write(session: Session, member: Membership, typed: str, version: int = 0) -> bool:
    told = Told("statement.written", member.project_id, {"part": "tensions"})
    return changes.write(session, member, NAME, typed=typed, version=version, told=told)


def text_of(session: Session, member: Membership) -> SharedText:
    return queries.named(session, member.project_id, [NAME])[NAME]


def typed_of(session: Session, member: Membership) -> str:
    return queries.reading(session, text_of(session, member)).typed


def test_what_is_written_is_read(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir, **tout** ferme.")

    text = text_of(session, alice)
    assert queries.reading(session, text).html == "<p>Le soir, <strong>tout</strong> ferme.</p>"
    assert queries.reading(session, text).plain == "Le soir, tout ferme."
    assert (text.number, text.writer, text.institution) == (1, alice.user, alice.institution)


def test_writing_is_told_with_how_many_words(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir, tout ferme.")
    write(session, alice, "Le soir, presque tout ouvre.", version=1)

    told = session.scalars(select(Event).order_by(Event.seq.desc())).first()
    assert told is not None
    assert told.details == {"part": "tensions", "added": 2, "removed": 1}


def test_writing_what_stands_already_changes_nothing(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir.")

    assert not write(session, alice, "Le soir.", version=0)
    assert text_of(session, alice).number == 1


def test_writing_nothing_begins_nothing(session: Session, alice: Membership) -> None:
    assert not write(session, alice, " \n ")
    assert queries.named(session, alice.project_id, [NAME]) == {}


def test_two_people_who_save_from_the_same_version_both_keep_their_words(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.")

    write(session, alice, "Le soir, presque tout ferme.", version=1)
    write(session, bilal, "Le soir, tout ferme trop tôt.", version=1)

    assert typed_of(session, alice) == "Le soir, presque tout ferme trop tôt."


def test_two_people_who_begin_a_text_at_once_both_keep_their_words(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir.")
    write(session, bilal, "Le matin.")

    assert sorted(typed_of(session, alice).split("\n\n")) == ["Le matin.", "Le soir."]


def test_a_version_that_never_was_is_the_last(session: Session, alice: Membership) -> None:
    write(session, alice, "Un.")

    write(session, alice, "Un deux.", version=2**40)
    write(session, alice, "Un deux trois.", version=2)

    assert typed_of(session, alice) == "Un deux trois."


def test_many_saves_stay_readable_at_every_version(
    session: Session, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "EVERY", 4)
    for number in range(10):
        write(session, alice, f"mot{number}", version=number)

    text = text_of(session, alice)
    kept = session.scalars(select(TextSnapshot.number).order_by(TextSnapshot.number)).all()
    assert kept == [4, 8]
    for number in range(1, 11):
        document = queries.document_at(session, text, number)
        assert document is not None
        assert f"mot{number - 1}" in str(document["prosemirror"])
    assert list(queries.faults(session)) == []


def test_what_is_older_than_a_form_may_be_is_dropped_and_the_form_keeps_its_text(
    session: Session, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "EVERY", 2)
    for number in range(4):
        write(session, alice, f"mot{number}", version=number)
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    for number in range(4, 6):
        write(session, alice, f"mot{number}", version=number)

    first = session.scalar(select(func.min(TextUpdate.number)))
    assert first == 5
    assert list(queries.faults(session)) == []
    with pytest.raises(Stale) as stale:
        write(session, alice, "une vieille page", version=1)
    assert stale.value.mine == {NAME: "une vieille page"}
    assert stale.value.theirs == {NAME: "mot5"}


def test_a_text_has_a_limit_whoever_writes(
    session: Session, alice: Membership, bilal: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "LARGEST", 30)
    write(session, alice, "Vingt lettres environ")

    with pytest.raises(FullTextError):
        write(session, bilal, "Et vingt autres encore")


def test_a_document_has_a_limit_with_all_that_was_removed_from_it(
    session: Session, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "HEAVIEST", 400)

    with pytest.raises(FullTextError):
        write(session, alice, "Un texte qui, à lui seul, pèse plus lourd qu’il ne peut. " * 9)


def test_what_was_written_never_changes(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir.")
    session.flush()

    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(update(TextUpdate).values(change=b""))


def test_a_text_that_was_changed_behind_its_back_is_named(
    session: Session, alice: Membership
) -> None:
    write(session, alice, "Un.")
    write(session, alice, "Un deux.", version=1)
    assert list(queries.faults(session)) == []

    session.execute(delete(TextUpdate).where(TextUpdate.number == 2))

    text = text_of(session, alice)
    assert list(queries.faults(session)) == [f"text {text.id}: was changed after it was written"]
