"""The thread of comments under any object of a project."""

from flask import Blueprint, Response, request

from workspace.comments import changes, queries
from workspace.comments.forms import CommentForm
from workspace.comments.models import Comment
from workspace.core import subjects, web
from workspace.core.errors import known
from workspace.core.subjects import Subject
from workspace.projects import queries as projects
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

LONGEST_NAME = 100

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


@bp.get("/names/")
@for_members(Permission.READ)
def names(member: Membership) -> Response:
    """Show who can be called upon by a name like what is typed."""
    typed = request.args.get("q", "")[:LONGEST_NAME]
    members = projects.members(web.session(), member.project_id)
    return web.render("comments/names", names=queries.names(members, typed))


@bp.post("/<int:comment_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove(member: Membership, comment_id: int) -> Response:
    """Take a comment back."""
    comment = _find(member, comment_id)
    changes.remove_comment(web.session(), member, comment)
    return _see(comment)


@bp.post("/<int:comment_id>/settlement")
@for_members(Permission.CONTRIBUTE)
def settle(member: Membership, comment_id: int) -> Response:
    """Say that a comment has been dealt with."""
    comment = _find(member, comment_id)
    changes.settle_comment(web.session(), member, comment)
    return _see(comment)


@bp.post("/<int:comment_id>/reopening")
@for_members(Permission.CONTRIBUTE)
def reopen(member: Membership, comment_id: int) -> Response:
    """Say that a comment still has to be dealt with."""
    comment = _find(member, comment_id)
    changes.reopen_comment(web.session(), member, comment)
    return _see(comment)


@bp.post("/<int:comment_id>/answer")
@for_members(Permission.READ)
def answer(member: Membership, comment_id: int) -> Response:
    """Note that one has seen what a comment asks."""
    changes.answer_call(web.session(), member, _find(member, comment_id))
    return web.go(f"/projects/{member.project_id}/#todo")


def _find(member: Membership, comment_id: int) -> Comment:
    return known(queries.find(web.session(), member.project_id, comment_id))


def _see(comment: Comment) -> Response:
    place = {"topic": comment.topic, "subject_id": comment.subject_id}
    return web.see(thread, project_id=comment.project_id, **place)


def _subject(member: Membership, topic: str, subject_id: int) -> Subject:
    return subjects.find(web.part("finders"), web.session(), member.project_id, topic, subject_id)


def _thread(
    member: Membership, subject: Subject, form: CommentForm, *, status: int = web.OK
) -> Response:
    comments = queries.thread(web.session(), member.project_id, subject.topic, subject.id)
    told = {"subject": subject, "comments": comments, "form": form, "pages": web.part("pages")}
    return web.render("comments/thread", status=status, **told)
