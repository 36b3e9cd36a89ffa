import pytest
from sqlalchemy.orm import Session

from tests.comments.talk import HERE, said
from workspace.comments import changes
from workspace.core.errors import Refused
from workspace.home.queries import history
from workspace.projects.models import Membership


def told(session: Session, member: Membership, comment_id: int) -> list[str]:
    events = history(session, member.project_id, "comments", comment_id)
    return [event.name.removeprefix("comments.") for event in events]


def test_a_comment_says_who_speaks_and_for_whom(session: Session, bilal: Membership) -> None:
    comment = said(session, bilal, "Quarante-six personnes.")

    (event,) = history(session, bilal.project_id, "comments", comment.id)
    assert (comment.author_id, comment.institution_id) == (bilal.user_id, bilal.institution_id)
    assert event.details["on_id"] == HERE.id
    assert event.details["title"] == "Un vendredi"


def test_one_takes_back_ones_own_words_and_a_lead_anyones(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    of_alice, of_bilal = said(session, alice), said(session, bilal)

    with pytest.raises(Refused):
        changes.remove_comment(session, bilal, of_alice)
    changes.remove_comment(session, alice, of_bilal)

    assert of_alice.removed_at is None
    assert told(session, alice, of_bilal.id) == ["removed", "added"]


def test_anyone_who_contributes_settles_and_reopens(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    comment = said(session, alice)

    for _ in range(2):
        changes.settle_comment(session, bilal, comment)
    settled_by = comment.settled_by_id
    for _ in range(2):
        changes.reopen_comment(session, alice, comment)

    assert settled_by == bilal.user_id
    assert comment.settled_at is None
    assert told(session, alice, comment.id) == ["reopened", "settled", "added"]


def test_a_call_is_answered_once(session: Session, alice: Membership, bilal: Membership) -> None:
    comment = said(session, alice, "@Bilal, combien ?")

    for _ in range(2):
        changes.answer_call(session, bilal, comment)
    changes.answer_call(session, alice, comment)

    assert told(session, alice, comment.id) == ["answered", "added"]
