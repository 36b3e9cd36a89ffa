"""The thread of comments under any object of a project."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from workspace.comments import changes, queries
from workspace.comments.changes import Subject
from workspace.comments.forms import CommentForm
from workspace.core import web
from workspace.core.errors import Missing
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

Finder = Callable[[Session, int, int], str | None]


bp = Blueprint("comments", __name__, url_prefix="/projects/<int:project_id>/comments")


@bp.get("/<topic>/<int:subject_id>/")
@for_members(Permission.READ)
def thread(member: Membership, topic: str, subject_id: int) -> Response:
    """Show what was said about an object."""
    return _thread(member, _subject(member, topic, subject_id), CommentForm())


@bp.post("/<topic>/<int:subject_id>/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership, topic: str, subject_id: int) -> Response:
    """Say something about an object."""
    subject, form = _subject(member, topic, subject_id), CommentForm(request.form)
    if not form.validate():
        return _thread(member, subject, form, status=422)
    changes.add_comment(web.session(), member, subject, body=form.body.data)
    return web.see(thread, project_id=member.project_id, topic=topic, subject_id=subject_id)


@bp.post("/<int:comment_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove(member: Membership, comment_id: int) -> Response:
    """Take a comment back."""
    comment = queries.find(web.session(), member.project_id, comment_id)
    if comment is None:
        raise Missing
    changes.remove_comment(web.session(), member, comment)
    return web.see(
        thread,
        project_id=member.project_id,
        topic=comment.topic,
        subject_id=comment.subject_id,
    )


@bp.post("/<int:comment_id>/answer")
@for_members(Permission.READ)
def answer(member: Membership, comment_id: int) -> Response:
    """Note that one has seen what a comment asks."""
    comment = queries.find(web.session(), member.project_id, comment_id)
    if comment is None:
        raise Missing
    changes.answer_call(web.session(), member, comment)
    return web.go(f"/projects/{member.project_id}/#todo")


def _subject(member: Membership, topic: str, subject_id: int) -> Subject:
    finders: Mapping[str, Finder] = web.part("finders")
    finder = finders.get(topic)
    title = finder(web.session(), member.project_id, subject_id) if finder else None
    if title is None:
        raise Missing
    return Subject(topic, subject_id, title)


def _thread(
    member: Membership, subject: Subject, form: CommentForm, *, status: int = web.OK
) -> Response:
    comments = queries.thread(web.session(), member.project_id, subject.topic, subject.id)
    return web.render(
        "comments/thread", status=status, subject=subject, comments=comments, form=form
    )
