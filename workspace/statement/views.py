"""Pages of the statement: writing it, adopting it, its versions."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from markupsafe import Markup

from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import clock, web
from workspace.core.errors import Missing
from workspace.core.subjects import Subject
from workspace.findings.policy import rewritable
from workspace.library.queries import citations
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.references import queries as references
from workspace.references.models import Shown
from workspace.statement import changes, queries
from workspace.statement.forms import DRAFT, AdoptionForm, ComparisonForm, PartForm
from workspace.statement.models import Content, Part, StatementVersion, is_blank, says_the_same
from workspace.statement.queries import Section
from workspace.texts import queries as texts
from workspace.texts.changes import FullTextError
from workspace.texts.queries import Reading

TOPIC = "statement"

bp = Blueprint("statement", __name__, url_prefix="/projects/<int:project_id>/statement")


@bp.get("/")
@for_members(Permission.READ, reprinted=True)
def statement(member: Membership) -> Response:
    """Show the statement as it is written now, and the version that was adopted last."""
    session, project_id = web.session(), member.project_id
    draft, last = queries.draft(session, project_id), queries.last_version(session, project_id)
    return web.render(
        "statement/statement",
        draft=draft,
        shown=_shown(member, *(section.reading.html for section in draft.sections.values())),
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


@bp.get("/parts/<part>/")
@for_members(Permission.READ)
def read(member: Membership, part: str) -> Response:
    """Show one part, and who wrote it."""
    section = queries.section(web.session(), member.project_id, _chosen(part))
    saves = texts.saves(web.session(), section.text)
    shown = _shown(member, section.reading.html)
    return web.render("statement/part", section=section, saves=saves, shown=shown)


@bp.get("/parts/<part>/<int:number>/")
@for_members(Permission.READ)
def save(member: Membership, part: str, number: int) -> Response:
    """Show what somebody changed in a part, and the text that came of it."""
    section = queries.section(web.session(), member.project_id, _chosen(part))
    before, after = (_reading(section, at) for at in (number - 1, number))
    return web.render(
        "statement/save",
        section=section,
        number=number,
        after=after,
        shown=_shown(member, after.html),
        difference=queries.difference(section.part, before.typed, after.typed),
        form=PartForm(text=after.typed, version=section.number),
    )


@bp.get("/parts/<part>/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, part: str) -> Response:
    """Show the form that writes a part."""
    section = queries.section(web.session(), member.project_id, _chosen(part))
    form = PartForm(text=section.reading.typed, version=section.number)
    return web.render("statement/edit", section=section, form=form)


@bp.post("/parts/<part>/")
@for_members(Permission.CONTRIBUTE)
def write(member: Membership, part: str) -> Response:
    """Save a part."""
    chosen, form = _chosen(part), PartForm(request.form)
    if not form.validate() or not _written(member, chosen, form):
        section = queries.section(web.session(), member.project_id, chosen)
        return web.render("statement/edit", status=422, section=section, form=form)
    return web.see(read, project_id=member.project_id, part=part)


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
    shown = _shown(member, *parts.values())
    return web.render("statement/version", version=found, parts=parts, shown=shown)


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


def _chosen(name: str) -> Part:
    if name not in set(Part):
        raise Missing
    return Part(name)


def _shown(member: Membership, *read: Markup) -> Shown:
    return references.shown(
        web.session(),
        member.project_id,
        read,
        finders=web.part("referred"),
        today=clock.today(),
    )


def _reading(section: Section, number: int) -> Reading:
    found = texts.reading_at(web.session(), section.text, number) if section.text else None
    if found is None:
        raise Missing
    return found


def _written(member: Membership, chosen: Part, form: PartForm) -> bool:
    version = form.version.data or 0
    try:
        changes.write_part(web.session(), member, chosen, typed=form.text.data, version=version)
    except FullTextError:
        form.text.errors = [
            _("Avec ce que d’autres ont écrit, ce texte serait trop long. Raccourcissez-le.")
        ]
        return False
    return True


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
