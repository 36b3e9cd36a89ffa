"""Pages of what is discussed of the shared texts."""

from flask import Blueprint, Response, request

from workspace.comments.forms import CommentForm
from workspace.core import anchors, weave, web
from workspace.core.errors import known
from workspace.core.subjects import Subject
from workspace.core.weave import Document
from workspace.passages import changes, queries
from workspace.passages.changes import ChangedError, Remark
from workspace.passages.forms import PassageForm, noted
from workspace.passages.models import TextPassage
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.texts import queries as texts
from workspace.texts.changes import FullTextError
from workspace.texts.models import Purpose, SharedText
from workspace.texts.queries import Shared

bp = Blueprint("passages", __name__, url_prefix="/projects/<int:project_id>")

bp.add_app_template_filter(noted)

OF_TEXT, ONE = "/texts/<text_name>/passages/", "/passages/<int:passage_id>/"


@bp.get(OF_TEXT)
@for_members(Permission.READ)
def discussed(member: Membership, text_name: str) -> Response:
    """Show what is discussed of a text."""
    return _discussed(member, text_name)


@bp.get(f"{OF_TEXT}new/")
@for_members(Permission.CONTRIBUTE)
def new(member: Membership, text_name: str) -> Response:
    """Show the form that discusses a passage."""
    return _form(member, text_name, PassageForm())


@bp.post(OF_TEXT)
@for_members(Permission.CONTRIBUTE)
def add(member: Membership, text_name: str) -> Response:
    """Begin to discuss a passage of a text."""
    text, form = _found(member, text_name).text, PassageForm(request.form)
    doc, is_typed = _document(text), form.validate()
    passage = form.chosen(doc)
    if text is None or not is_typed or form.quote.errors:
        return _form(member, text_name, form, status=422)
    remark = Remark(
        ends=anchors.ends_of(doc, passage),
        quote=anchors.words_of(passage),
        body=form.body.data,
        replacement=form.proposed,
    )
    changes.comment(web.session(), member, text, remark)
    return web.see(discussed, project_id=member.project_id, text_name=text_name)


@bp.get(ONE)
@for_members(Permission.READ)
def passage(member: Membership, passage_id: int) -> Response:
    """Show one discussion, where one answers."""
    found = _passage(member, passage_id)
    discussion = queries.discussion(web.session(), found)
    return web.render(
        "passages/passage",
        discussion=discussion,
        name=found.text.name,
        purpose=_purpose(member, found.text.name),
        subject=Subject(queries.TOPIC, found.id, found.title),
        comments=discussion.comments,
        form=CommentForm(),
        pages={},
    )


@bp.post(f"{ONE}settlement")
@for_members(Permission.CONTRIBUTE)
def settle(member: Membership, passage_id: int) -> Response:
    """Close a discussion."""
    found = _passage(member, passage_id)
    changes.settle(web.session(), member, found)
    return _see(found)


@bp.post(f"{ONE}reopening")
@for_members(Permission.CONTRIBUTE)
def reopen(member: Membership, passage_id: int) -> Response:
    """Open a discussion again."""
    found = _passage(member, passage_id)
    changes.reopen(web.session(), member, found)
    return _see(found)


@bp.post(f"{ONE}application")
@for_members(Permission.MANAGE)
def apply(member: Membership, passage_id: int) -> Response:
    """Write what was proposed in the place of a passage."""
    found = _passage(member, passage_id)
    try:
        changes.apply(web.session(), member, found)
    except (ChangedError, FullTextError) as error:
        why = "changed" if isinstance(error, ChangedError) else "full"
        return _discussed(member, found.text.name, refused=(found.id, why), status=409)
    return _see(found)


def _discussed(
    member: Membership, name: str, *, refused: tuple[int, str] | None = None, status: int = web.OK
) -> Response:
    shared = _found(member, name)
    talk = queries.talks(web.session(), member.project_id, [shared])[name]
    told = {"shared": shared, "purpose": _purpose(member, name), "talk": talk, "refused": refused}
    return web.render("passages/passages", status=status, **told)


def _form(member: Membership, name: str, form: PassageForm, *, status: int = web.OK) -> Response:
    shared = _found(member, name)
    form.offer(_document(shared.text))
    told = {"shared": shared, "purpose": _purpose(member, name), "form": form}
    return web.render("passages/new", status=status, **told)


def _document(text: SharedText | None) -> Document:
    return texts.standing(web.session(), text) if text else weave.document()


def _see(found: TextPassage) -> Response:
    return web.see(discussed, project_id=found.text.project_id, text_name=found.text.name)


def _passage(member: Membership, passage_id: int) -> TextPassage:
    return known(queries.find(web.session(), member.project_id, passage_id))


def _purpose(member: Membership, name: str) -> Purpose:
    return texts.purpose(web.session(), web.part("texts"), member.project_id, name)


def _found(member: Membership, name: str) -> Shared:
    _purpose(member, name)
    return texts.shared(web.session(), member.project_id, [name])[name]
