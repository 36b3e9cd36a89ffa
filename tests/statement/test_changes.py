"""Writing the statement, adopting it, and taking a version up again."""

import json

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.findings import asserted
from tests.statement.statements import QUESTION, adopted, write
from workspace.core.errors import Refused
from workspace.core.journal import Event
from workspace.findings.changes import edit_finding
from workspace.projects.models import Membership
from workspace.statement import changes, queries
from workspace.statement.models import Part, StatementVersion, digest_of, lines_of


def last_event(session: Session) -> Event:
    return session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()


def typed(session: Session, member: Membership, part: Part = Part.QUESTION) -> str:
    return queries.section(session, member.project_id, part).reading.typed


def test_each_part_is_written_for_itself(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir, tout ferme.", part=Part.FINDINGS)
    write(session, alice, QUESTION)

    draft = queries.draft(session, alice.project_id)
    assert draft.content["parts"] == {
        "findings": "Le soir, tout ferme.",
        "tensions": "",
        "issues": "",
        "question": QUESTION,
    }


def test_writing_a_part_is_told_once(session: Session, bilal: Membership) -> None:
    write(session, bilal, "Le bourg et les villages", part=Part.TENSIONS)

    told = last_event(session)
    assert (told.name, told.subject_id) == ("statement.written", bilal.project_id)
    assert told.details == {"part": "tensions", "added": 5, "removed": 0}
    assert told.institution_id == bilal.institution_id


def test_an_adopted_version_says_who_when_and_what(session: Session, alice: Membership) -> None:
    version = adopted(session, alice)

    assert (version.number, version.author_id, version.institution_id) == (
        1,
        alice.user_id,
        alice.institution_id,
    )
    assert version.content["parts"]["question"] == QUESTION
    assert version.digest == digest_of(json.loads(json.dumps(version.content)))
    assert last_event(session).details == {
        "number": 1,
        "digest": version.digest,
        "note": "Par consentement",
    }


def test_a_version_keeps_the_findings_as_they_stood(session: Session, alice: Membership) -> None:
    shown = asserted.finding(session, alice)
    version = adopted(session, alice)

    edit_finding(session, alice, shown.finding, sentence="Autre.", version=1)

    assert lines_of(version.content) == f"{asserted.SENTENCE} (Ville de Redon)"
    kept = json.dumps(version.content, ensure_ascii=False)
    assert asserted.PAGE.title in kept
    assert alice.user.name not in kept  # a person may leave, an adopted version stays
    assert queries.is_ahead(session, alice.project_id)


def test_the_digest_changes_with_a_single_character(session: Session, alice: Membership) -> None:
    first = adopted(session, alice)
    second = adopted(session, alice, f"{QUESTION}.")

    assert first.digest != second.digest
    assert len(first.digest) == 64


def test_adopting_what_is_adopted_already_changes_nothing(
    session: Session, alice: Membership
) -> None:
    first = adopted(session, alice)
    before = last_event(session).seq

    assert changes.adopt(session, alice) is first
    assert last_event(session).seq == before


def test_nothing_is_adopted_before_anything_is_written(session: Session, alice: Membership) -> None:
    with pytest.raises(Refused):
        changes.adopt(session, alice)


@pytest.mark.parametrize(
    "order", [update(StatementVersion).values(note="autre"), delete(StatementVersion)], ids=str
)
def test_the_database_itself_refuses_to_change_a_version(
    session: Session, alice: Membership, order: object
) -> None:
    adopted(session, alice)

    with pytest.raises(DBAPIError, match="never changes"):
        session.connection().execute(order)  # type: ignore[call-overload]  # either order


def test_the_draft_is_ahead_once_it_changes(session: Session, alice: Membership) -> None:
    assert not queries.is_ahead(session, alice.project_id)
    adopted(session, alice)
    assert not queries.is_ahead(session, alice.project_id)

    write(session, alice, "Comment habiter les soirs ensemble ?")

    assert queries.is_ahead(session, alice.project_id)


def test_a_version_taken_up_again_becomes_the_draft_and_loses_nothing(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    first = adopted(session, alice)
    write(session, bilal, "Le bourg contre les villages", part=Part.TENSIONS)
    adopted(session, alice, "Une autre question ?")

    changes.restore(session, bilal, first)

    assert typed(session, alice) == QUESTION
    assert typed(session, alice, Part.TENSIONS) == ""
    assert last_event(session).name == "statement.restored"
    assert session.scalar(select(func.count()).select_from(StatementVersion)) == 2
    second = queries.version(session, alice.project_id, 2)
    assert second is not None
    assert second.content["parts"]["tensions"] == "Le bourg contre les villages"


def test_taking_up_what_stands_already_tells_nothing(session: Session, alice: Membership) -> None:
    version = adopted(session, alice)
    before = last_event(session).seq

    changes.restore(session, alice, version)

    assert last_event(session).seq == before


def test_two_versions_are_compared_word_by_word(session: Session, alice: Membership) -> None:
    first = adopted(session, alice, "Comment animer les bourgs ?")
    second = adopted(session, alice, "Comment habiter les bourgs ?")

    found = {one.part: one for one in queries.compared(first.content, second.content)}

    assert [(run.kind.value, run.text) for run in found["question"].runs] == [
        ("same", "Comment "),
        ("removed", "animer"),
        ("added", "habiter"),
        ("same", " les bourgs ?"),
    ]
    assert found["tensions"].is_same


def test_a_statement_is_called_by_its_question(session: Session, alice: Membership) -> None:
    assert queries.title(session, alice.project_id, alice.project_id) == "Résidences en vallée"
    write(session, alice, QUESTION)

    assert queries.title(session, alice.project_id, alice.project_id) == QUESTION
    assert queries.title(session, alice.project_id, alice.project_id + 1) is None
    assert queries.for_picking(session, alice.project_id) == [(alice.project_id, QUESTION)]


def test_verifying_finds_every_version_as_it_was_adopted(
    session: Session, alice: Membership
) -> None:
    adopted(session, alice)

    assert list(queries.faults(session)) == []

    session.add(
        StatementVersion(
            project_id=alice.project_id,
            number=2,
            content={"parts": {}, "findings": []},
            digest="0" * 64,
            author_id=alice.user_id,
        )
    )
    assert len(list(queries.faults(session))) == 1
