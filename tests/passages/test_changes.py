"""Discussing a passage, closing the discussion, putting other words in its place."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.passages import remarks
from tests.passages.remarks import NAME, WORDS
from workspace.comments import queries as comments
from workspace.comments.models import Mention
from workspace.core import weave
from workspace.core.journal import Event
from workspace.passages import changes, queries
from workspace.passages.changes import ChangedError, Remark
from workspace.passages.models import Status, TextPassage
from workspace.projects.models import Membership
from workspace.texts import queries as texts
from workspace.texts.models import SharedText, TextHand, TextUpdate


def events(session: Session) -> list[Event]:
    return list(
        session.scalars(select(Event).where(Event.topic.in_(["passages", "comments"]))).all()
    )


def read(session: Session, member: Membership) -> str:
    text = texts.named(session, member.project_id, [NAME])[NAME]
    return texts.reading(session, text).plain


@pytest.fixture
def proposed(session: Session, alice: Membership, bilal: Membership) -> TextPassage:
    """What Bilal proposes in a text that Alice wrote."""
    text = remarks.written(session, alice)
    said = remarks.remark(session, text, replacement="encore trop peu à vivre ensemble")
    made = changes.comment(session, bilal, text, said)
    session.commit()
    found = queries.find(session, alice.project_id, made.id)
    assert found
    return found


def test_a_remark_is_told_once_and_begins_a_thread(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    text = remarks.written(session, alice)

    made = changes.comment(session, bilal, text, remarks.remark(session, text))

    told = events(session)
    said = comments.thread(session, alice.project_id, "passages", made.id)
    assert [(event.name, event.subject_id) for event in told] == [("passages.commented", made.id)]
    assert told[0].details["title"] == WORDS
    assert [(one.body, one.author_id) for one in said] == [("Est-ce encore vrai ?", bilal.user_id)]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("plus rien", "Dans les villages, il n’y a à vivre ensemble."),
        ("plus rien ", "Dans les villages, il n’y a à vivre ensemble."),
        (" plus rien", "Dans les villages, il n’y a à vivre ensemble."),
        ("Dans les villages,", "il n’y a plus rien à vivre ensemble."),
    ],
)
def test_words_that_go_leave_no_gap(
    session: Session, alice: Membership, words: str, left: str
) -> None:
    made = remarks.discussed(session, alice, words, replacement="")
    found = queries.find(session, alice.project_id, made.id)
    assert found

    changes.apply(session, alice, found)

    assert read(session, alice).splitlines()[-1] == left
    live = texts.standing(session, found.text)
    assert "  " not in "".join(line.text for line in weave.lines(live))


def test_whoever_is_named_is_called(session: Session, alice: Membership, bilal: Membership) -> None:
    text = remarks.written(session, alice)
    plain = remarks.remark(session, text)

    changes.comment(session, bilal, text, Remark(plain.ends, plain.quote, "@Alice, vrai ?"))

    assert [one.user_id for one in session.scalars(select(Mention))] == [alice.user_id]
    assert len(comments.calls_upon(session, alice.project_id, alice.user_id)) == 1


def test_a_discussion_is_closed_once_and_opened_again(session: Session, alice: Membership) -> None:
    made = remarks.discussed(session, alice)

    for change in (changes.settle, changes.settle, changes.reopen, changes.reopen):
        change(session, alice, made)

    names = [event.name for event in events(session)]
    assert names == ["passages.commented", "passages.settled", "passages.reopened"]
    assert (made.status, made.settled_by_id) == (Status.OPEN, None)


def test_what_is_applied_is_signed_by_both(
    session: Session, alice: Membership, bilal: Membership, proposed: TextPassage
) -> None:
    changes.apply(session, alice, proposed)

    told, last = events(session)[-1], session.scalars(select(TextUpdate)).all()[-1]
    assert "il n’y a encore trop peu à vivre ensemble." in read(session, alice)
    assert (last.number, last.author_id, last.institution_id) == (
        proposed.applied_number,
        bilal.user_id,
        bilal.institution_id,
    )
    assert (told.name, told.author_id) == ("passages.applied", alice.user_id)
    assert told.details["author"] == "Bilal"
    assert (proposed.status, proposed.settled_by_id) == (Status.APPLIED, alice.user_id)


def test_each_who_is_applied_has_a_hand_of_their_own(
    session: Session, alice: Membership, bilal: Membership, proposed: TextPassage
) -> None:
    changes.apply(session, alice, proposed)

    hands = session.scalars(select(TextHand)).all()
    assert sorted(hand.author_id for hand in hands) == sorted([alice.user_id, bilal.user_id])


def test_words_that_stay_keep_their_marks(
    session: Session, alice: Membership, proposed: TextPassage
) -> None:
    changes.apply(session, alice, proposed)

    text = texts.named(session, alice.project_id, [NAME])[NAME]
    assert "à vivre ensemble" in texts.reading(session, text).typed
    assert "**encore trop peu**" in texts.reading(session, text).typed


def test_what_is_applied_is_applied_once(
    session: Session, alice: Membership, proposed: TextPassage
) -> None:
    changes.apply(session, alice, proposed)
    after = read(session, alice)

    changes.apply(session, alice, proposed)
    changes.reopen(session, alice, proposed)

    assert read(session, alice) == after
    assert proposed.status is Status.APPLIED


def test_nothing_is_put_in_the_place_of_other_words(
    session: Session, alice: Membership, proposed: TextPassage
) -> None:
    changed = remarks.TEXT.replace("plus rien", "presque rien")
    remarks.written(session, alice, changed)

    with pytest.raises(ChangedError):
        changes.apply(session, alice, proposed)

    assert "presque rien** à vivre" in texts.reading(session, reread(session, alice)).typed
    assert proposed.is_open


def test_what_others_wrote_around_stays(
    session: Session, alice: Membership, proposed: TextPassage
) -> None:
    around = remarks.TEXT.replace("villages", "bourgs").replace("ensemble.", "ensemble, hélas.")
    remarks.written(session, alice, around)

    changes.apply(session, alice, proposed)

    assert read(session, alice).endswith(
        "Dans les bourgs, il n’y a encore trop peu à vivre ensemble, hélas."
    )


def test_what_is_kept_is_what_everybody_reads(
    session: Session, alice: Membership, proposed: TextPassage
) -> None:
    changes.apply(session, alice, proposed)

    text = reread(session, alice)
    again = weave.read(texts.document(session, text))
    assert again == weave.read(texts.standing(session, text))
    assert list(texts.faults(session)) == []


def reread(session: Session, member: Membership) -> SharedText:
    return texts.named(session, member.project_id, [NAME])[NAME]
