"""Commenting: each function makes one change and records one event."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workspace.comments import queries
from workspace.comments.models import Comment, Mention
from workspace.core import clock, journal
from workspace.core.errors import Refused
from workspace.core.subjects import Subject
from workspace.projects.models import Membership, Role
from workspace.projects.queries import members


def add_comment(session: Session, member: Membership, subject: Subject, *, body: str) -> Comment:
    """Say something about an object; whoever is named after an @ is called upon.

    Whoever speaks has dealt with what the comments before asked of them.
    """
    _note_answered(session, member, subject)
    comment = note_said(session, member, subject, body=body)
    _tell(session, member, "comments.added", comment, title=subject.title)
    return comment


def note_said(session: Session, member: Membership, subject: Subject, *, body: str) -> Comment:
    """Keep what is said about an object and call upon whoever it names, as somebody else tells."""
    comment = Comment(
        project_id=member.project_id,
        topic=subject.topic,
        subject_id=subject.id,
        author_id=member.user_id,
        institution_id=member.institution_id,
        body=body,
    )
    session.add(comment)
    session.flush()
    called = queries.called(body, members(session, member.project_id)) - {member.user_id}
    session.add_all(Mention(comment_id=comment.id, user_id=user_id) for user_id in sorted(called))
    return comment


def remove_comment(session: Session, member: Membership, comment: Comment) -> None:
    """Take back one's own comment; a lead may take back anyone's."""
    if comment.author_id != member.user_id and member.role is not Role.LEAD:
        raise Refused
    comment.removed_at = clock.now()
    _tell(session, member, "comments.removed", comment)


def settle_comment(session: Session, member: Membership, comment: Comment) -> None:
    """Say that a comment has been dealt with; saying it again changes nothing."""
    if comment.settled_at is not None:
        return
    comment.settled_at, comment.settled_by_id = clock.now(), member.user_id
    _tell(session, member, "comments.settled", comment)


def reopen_comment(session: Session, member: Membership, comment: Comment) -> None:
    """Say that a comment still has to be dealt with."""
    if comment.settled_at is None:
        return
    comment.settled_at = comment.settled_by_id = None
    _tell(session, member, "comments.reopened", comment)


def answer_call(session: Session, member: Membership, comment: Comment) -> None:
    """Note that a member has dealt with what a comment asked of them."""
    mention = session.scalar(
        select(Mention).where(
            Mention.comment_id == comment.id,
            Mention.user_id == member.user_id,
            Mention.done_at.is_(None),
        )
    )
    if mention is None:
        return
    mention.done_at = clock.now()
    _tell(session, member, "comments.answered", comment)


def note_moved(session: Session, project_id: int, topic: str, subject_id: int, *, to: int) -> None:
    """Bring what was said about an object to the one in which it was merged."""
    session.execute(
        update(Comment)
        .where(
            Comment.project_id == project_id,
            Comment.topic == topic,
            Comment.subject_id == subject_id,
        )
        .values(subject_id=to)
    )


def _note_answered(session: Session, member: Membership, subject: Subject) -> None:
    said_here = select(Comment.id).where(
        Comment.project_id == member.project_id,
        Comment.topic == subject.topic,
        Comment.subject_id == subject.id,
    )
    session.execute(
        update(Mention)
        .where(
            Mention.user_id == member.user_id,
            Mention.done_at.is_(None),
            Mention.comment_id.in_(said_here),
        )
        .values(done_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _tell(
    session: Session, member: Membership, name: str, comment: Comment, *, title: str = ""
) -> None:
    journal.record(
        session,
        member,
        name,
        comment.id,
        title=title,
        on=comment.topic,
        on_id=comment.subject_id,
    )
