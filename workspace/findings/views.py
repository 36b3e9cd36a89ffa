"""Pages of the findings: all of them, one with its sources and viewpoints."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import web
from workspace.core.errors import Missing, Refused
from workspace.core.subjects import Subject
from workspace.findings import changes, policy, queries
from workspace.findings.forms import KINDS, FindingForm, SentenceForm, SourceForm, ViewpointForm
from workspace.findings.models import SourceKind, Stance
from workspace.findings.queries import Filter, Shown
from workspace.indicators import queries as indicators
from workspace.library import queries as library
from workspace.library.models import Status
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

EXAMPLES = ("euralens-pic",)  # cases that show how others did
PUBLISHED = frozenset({Status.PUBLISHED})

bp = Blueprint("findings", __name__, url_prefix="/projects/<int:project_id>/findings")


@dataclass(frozen=True)
class Forms:
    """The forms of the page of a finding, as they are opened or as they were sent."""

    source: SourceForm = field(default_factory=SourceForm)
    viewpoint: ViewpointForm | None = None


@bp.get("/")
@for_members(Permission.READ)
def findings(member: Membership) -> Response:
    """Show what the institutions assert, with the sources."""
    every, wanted = queries.findings(web.session(), member.project_id), _wanted()
    return web.render(
        "findings/findings",
        findings=[one for one in every if wanted.lets(one)],
        rewritable=policy.rewritable(member, [one.finding for one in every]),
        number=len(every),
        query=wanted.query,
        wanted=wanted,
        institutions=queries.asserting(every),
        kinds=KINDS,
        examples=library.titles(web.session(), EXAMPLES, PUBLISHED) if not every else {},
    )


@bp.get("/new/")
@for_members(Permission.CONTRIBUTE)
def new(member: Membership) -> Response:
    """Show the form that asserts something."""
    return _form(member, FindingForm())


@bp.post("/new/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership) -> Response:
    """Assert something, with its first source."""
    form = FindingForm(request.form)
    _offer(member, form)
    if not form.validate():
        return _form(member, form, status=422)
    made = changes.add_finding(web.session(), member, form.sentence.data, origin=form.says())
    return web.go(f"/projects/{member.project_id}/findings/{made.id}/")


@bp.get("/<int:finding_id>/")
@for_members(Permission.READ)
def finding(member: Membership, finding_id: int) -> Response:
    """Show a finding, its sources and how each institution reads it."""
    return _page(member, _found(member, finding_id), Forms())


@bp.get("/<int:finding_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, finding_id: int) -> Response:
    """Show the sentence, to be rewritten."""
    shown = _ours(member, finding_id)
    said = shown.finding
    return _edit(shown, SentenceForm(data={"sentence": said.sentence, "version": said.version}))


@bp.post("/<int:finding_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def save(member: Membership, finding_id: int) -> Response:
    """Rewrite the sentence."""
    shown, form = _ours(member, finding_id), SentenceForm(request.form)
    if not form.validate():
        return _edit(shown, form, status=422)
    changes.edit_finding(
        web.session(),
        member,
        shown.finding,
        sentence=form.sentence.data,
        version=form.version.data or 0,
    )
    return web.go(f"/projects/{member.project_id}/findings/{finding_id}/")


@bp.post("/<int:finding_id>/confirmation")
@for_members(Permission.CONTRIBUTE)
def confirm(member: Membership, finding_id: int) -> Response:
    """Say that a finding is still true, on its page or in the list."""
    changes.confirm_finding(web.session(), member, _found(member, finding_id).finding)
    if "listed" in request.form:
        return web.see(findings, project_id=member.project_id)
    return web.see(finding, project_id=member.project_id, finding_id=finding_id)


@bp.post("/<int:finding_id>/removal")
@for_members(Permission.CONTRIBUTE)
def withdraw(member: Membership, finding_id: int) -> Response:
    """Take a finding back."""
    changes.withdraw_finding(web.session(), member, _found(member, finding_id).finding)
    return web.go(f"/projects/{member.project_id}/findings/")


@bp.post("/<int:finding_id>/sources/")
@for_members(Permission.CONTRIBUTE)
def add_source(member: Membership, finding_id: int) -> Response:
    """Give one more source."""
    shown, form = _found(member, finding_id), SourceForm(request.form)
    _offer(member, form)
    if not form.validate():
        return _page(member, shown, Forms(source=form), status=422)
    changes.add_source(web.session(), member, shown.finding, form.says())
    return web.see(finding, project_id=member.project_id, finding_id=finding_id)


@bp.post("/<int:finding_id>/sources/<int:source_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove_source(member: Membership, finding_id: int, source_id: int) -> Response:
    """Take a source back."""
    shown = _found(member, finding_id)
    source = next((one for one in shown.sources if one.id == source_id), None)
    if source is None:
        raise Missing
    changes.remove_source(web.session(), member, shown, source)
    return web.see(finding, project_id=member.project_id, finding_id=finding_id)


@bp.post("/<int:finding_id>/viewpoint")
@for_members(Permission.CONTRIBUTE)
def give_viewpoint(member: Membership, finding_id: int) -> Response:
    """Say how one’s institution reads a finding."""
    shown, form = _found(member, finding_id), ViewpointForm(request.form)
    if not form.validate():
        return _page(member, shown, Forms(viewpoint=form), status=422)
    changes.give_viewpoint(
        web.session(),
        member,
        shown.finding,
        stance=Stance(form.stance.data),
        text=form.text.data,
        version=form.version.data or 0,
    )
    return web.see(finding, project_id=member.project_id, finding_id=finding_id)


@bp.post("/<int:finding_id>/viewpoint/removal")
@for_members(Permission.CONTRIBUTE)
def withdraw_viewpoint(member: Membership, finding_id: int) -> Response:
    """Take back how one’s institution reads a finding; taking it back twice changes nothing."""
    shown = _found(member, finding_id)
    ours = shown.viewpoint_of(member.institution_id)
    if ours is not None:
        changes.withdraw_viewpoint(web.session(), member, shown.finding, ours)
    return web.see(finding, project_id=member.project_id, finding_id=finding_id)


def _found(member: Membership, finding_id: int) -> Shown:
    shown = queries.find(web.session(), member.project_id, finding_id)
    if shown is None:
        raise Missing
    return shown


def _ours(member: Membership, finding_id: int) -> Shown:
    shown = _found(member, finding_id)
    if not policy.may_rewrite(member, shown.finding):
        raise Refused("not_ours")
    return shown


def _page(member: Membership, shown: Shown, forms: Forms, *, status: int = web.OK) -> Response:
    session, space_id, said = web.session(), member.project_id, shown.finding
    ours = shown.viewpoint_of(member.institution_id)
    opened = {"stance": ours.stance, "text": ours.text, "version": ours.version} if ours else {}
    _offer(member, forms.source)
    return web.render(
        "findings/finding",
        status=status,
        shown=shown,
        form=forms.source,
        viewpoint_form=forms.viewpoint or ViewpointForm(data=opened),
        ours=ours,
        may_rewrite=policy.may_rewrite(member, said),
        removable={one.id for one in shown.sources if policy.may_remove(member, said, one)},
        kinds=KINDS,
        subject=Subject("findings", said.id, said.sentence),
        comments=comments.thread(session, space_id, "findings", said.id),
        comment_form=CommentForm(),
    )


def _form(member: Membership, form: FindingForm, *, status: int = web.OK) -> Response:
    _offer(member, form)
    return web.render("findings/form", status=status, form=form)


def _edit(shown: Shown, form: SentenceForm, *, status: int = web.OK) -> Response:
    return web.render("findings/sentence", status=status, shown=shown, form=form)


def _offer(member: Membership, form: SourceForm) -> None:
    form.offer(indicators.for_picking(web.session(), member.project_id))


def _wanted() -> Filter:
    kind, state = request.args.get("kind"), request.args.get("state")
    return Filter(
        institution=request.args.get("institution", type=int),
        kind=kind if kind in set(SourceKind) else None,
        state=state if state in {"disputed", "stale"} else None,
    )
