"""Pages of the statement: writing it, adopting it, its versions."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import web
from workspace.core.errors import Missing
from workspace.core.subjects import Subject
from workspace.findings.policy import rewritable
from workspace.library.queries import citations
from workspace.passages.queries import talks
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.references.forms import shown
from workspace.statement import changes, queries
from workspace.statement.forms import DRAFT, AdoptionForm, ComparisonForm, purposes
from workspace.statement.models import Content, StatementVersion, is_blank, says_the_same

TOPIC = "statement"

bp = Blueprint("statement", __name__, url_prefix="/projects/<int:project_id>/statement")


@bp.get("/")
@for_members(Permission.READ, reprinted=True)
def statement(member: Membership) -> Response:
    """Show the statement as it is written now, and the version that was adopted last."""
    session, project_id = web.session(), member.project_id
    draft, last = queries.draft(session, project_id), queries.last_version(session, project_id)
    blank = [part for part, section in draft.sections.items() if section.text is None]
    return web.render(
        "statement/statement",
        draft=draft,
        talks=talks(session, project_id, draft.sections.values()),
        shown=shown(member, *(section.reading.html for section in draft.sections.values())),
        texts=f"{TOPIC}.",
        purposes=purposes(project_id, queries.examples(session, blank)),
        last=last,
        is_blank=is_blank(draft.content),
        is_ahead=last is None or not says_the_same(draft.content, last.content),
        findings=draft.findings,
        rewritable=rewritable(member, [one.finding for one in draft.findings]),
        citations=citations(session, project_id, TOPIC, project_id),
        subject=Subject(TOPIC, project_id, queries.title(session, project_id, project_id) or ""),
        comments=comments.thread(session, project_id, TOPIC, project_id),
        form=CommentForm(),
    )


@bp.get("/<int:statement_id>/")
@for_members(Permission.READ)
def by_number(member: Membership, statement_id: int) -> Response:
    """Lead to the statement of the project, which is its only one."""
    if statement_id != member.project_id:
        raise Missing
    address = f"/projects/{member.project_id}/statement/"
    return Response(status=web.SEE_OTHER, headers={"Location": address})


@bp.get("/adoption/")
@for_members(Permission.MANAGE)
def adoption(member: Membership) -> Response:
    """Show what would be adopted, and the form that adopts it."""
    draft = queries.draft(web.session(), member.project_id)
    return _adoption(member, draft, AdoptionForm(seen=draft.digest))


@bp.post("/adoption/")
@for_members(Permission.MANAGE)
def adopt(member: Membership) -> Response:
    """Adopt the statement as it was read."""
    form, draft = AdoptionForm(request.form), queries.draft(web.session(), member.project_id)
    if not form.validate() or not _as_read(form, draft):
        return _adoption(member, draft, form, status=422)
    made = changes.adopt(web.session(), member, note=form.note.data)
    return web.go(f"/projects/{member.project_id}/statement/versions/{made.number}/")


@bp.get("/versions/")
@for_members(Permission.READ)
def versions(member: Membership) -> Response:
    """Show the versions that were adopted."""
    found = queries.versions(web.session(), member.project_id)
    return web.render("statement/versions", versions=found)


@bp.get("/versions/<int:number>/")
@for_members(Permission.READ)
def version(member: Membership, number: int) -> Response:
    """Show a version as it was adopted."""
    found = _version(member, number)
    parts = queries.shown(found.content)
    return web.render(
        "statement/version", version=found, parts=parts, shown=shown(member, *parts.values())
    )


@bp.post("/versions/<int:number>/restore")
@for_members(Permission.CONTRIBUTE)
def restore(member: Membership, number: int) -> Response:
    """Write the statement again as a version had it."""
    changes.restore(web.session(), member, _version(member, number))
    return web.go(f"/projects/{member.project_id}/statement/")


@bp.get("/compare/")
@for_members(Permission.READ)
def compare(member: Membership) -> Response:
    """Show what changed between two versions, or since one, word by word."""
    found = queries.versions(web.session(), member.project_id)
    form = ComparisonForm(request.args)
    form.offer([version.number for version in found])
    old, new = (_content(member, choice.data) for choice in (form.old, form.new))
    return web.render("statement/compare", form=form, differences=queries.compared(old, new))


def _as_read(form: AdoptionForm, draft: queries.Draft) -> bool:
    if form.seen.data == draft.digest:
        return True
    form.seen.errors = [
        _("Le texte a changé depuis que vous l’avez ouvert ici. Relisez-le, puis adoptez-le.")
    ]
    return False


def _adoption(
    member: Membership, draft: queries.Draft, form: AdoptionForm, *, status: int = web.OK
) -> Response:
    form.seen.data = draft.digest
    last = queries.last_version(web.session(), member.project_id)
    return web.render(
        "statement/adoption",
        status=status,
        draft=draft,
        shown=shown(member, *(section.reading.html for section in draft.sections.values())),
        last=last,
        form=form,
        is_blank=is_blank(draft.content),
        is_ahead=last is None or not says_the_same(draft.content, last.content),
    )


def _version(member: Membership, number: int) -> StatementVersion:
    found = queries.version(web.session(), member.project_id, number)
    if found is None:
        raise Missing
    return found


def _content(member: Membership, choice: str) -> Content:
    if choice == DRAFT:
        return queries.draft(web.session(), member.project_id).content
    return _version(member, int(choice)).content
