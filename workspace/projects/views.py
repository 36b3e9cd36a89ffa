"""Pages of a project as a whole: opening one, correcting it, its members."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from workspace.accounts.current import current_person
from workspace.core import clock, web
from workspace.core.errors import Missing
from workspace.core.fields import offered
from workspace.institutions import queries as institutions
from workspace.projects import changes, queries
from workspace.projects.changes import Outline
from workspace.projects.door import for_members
from workspace.projects.forms import ProjectForm, RoleForm
from workspace.projects.models import Membership, Role
from workspace.projects.policy import Permission
from workspace.territories import queries as territories
from workspace.territories.models import Declared, Territory

bp = Blueprint("projects", __name__, url_prefix="/projects")
PERSONALLY = 0


@bp.get("/new/")
def new() -> Response:
    """Show the form that opens a project."""
    current_person()
    return _form(ProjectForm())


@bp.post("/new/")
def open_() -> Response:
    """Open a project."""
    person, form = current_person(), ProjectForm(request.form)
    choices = _speaking(form)
    if not form.validate() or (form.institution.data or PERSONALLY) not in dict(choices):
        return _form(form, status=422)
    lead = changes.open_project(
        web.session(),
        person,
        _outline(form),
        institution_id=form.institution.data or None,
        territories=_places(form),
    )
    return web.go(f"/projects/{lead.project_id}/")


@bp.get("/<int:project_id>/settings/")
@for_members(Permission.MANAGE)
def settings(member: Membership) -> Response:
    """Show what the project says of itself, to be corrected."""
    project = queries.find(web.session(), member.project_id)
    here = [territory.id for territory in project.territories] if project else []
    speaking = member.institution_id or PERSONALLY
    form = ProjectForm(obj=project, institution=speaking, territory={"ids": here})
    return _form(form, space_id=member.project_id)


@bp.post("/<int:project_id>/settings/")
@for_members(Permission.MANAGE)
def correct(member: Membership) -> Response:
    """Correct what the project says of itself."""
    form = ProjectForm(request.form)
    _speaking(form)
    if not form.validate():
        return _form(form, status=422, space_id=member.project_id)
    changes.correct_project(
        web.session(),
        member,
        _outline(form),
        territories=_places(form, member.project_id),
        version=form.version.data or 0,
    )
    return web.go(f"/projects/{member.project_id}/")


@bp.get("/<int:project_id>/territories/")
@for_members(Permission.READ)
def propose(member: Membership) -> Response:
    """Show the territories that what is typed may mean, those of the project included."""
    typed = request.args.get("q", "")
    found = territories.propose(web.session(), typed, space_id=member.project_id)
    return web.render("territories/territories", typed=typed, found=found)


@bp.get("/<int:project_id>/members/")
@for_members(Permission.READ)
def members(member: Membership) -> Response:
    """Show who belongs to the project, for which institution, as what."""
    return web.render(
        "projects/members",
        members=queries.members(web.session(), member.project_id),
        speaking=_choices(member.user_id),
        roles=RoleForm(),
    )


@bp.post("/<int:project_id>/members/<int:user_id>/role")
@for_members(Permission.MANAGE)
def change_role(member: Membership, user_id: int) -> Response:
    """Give a member another role."""
    other, form = _other(member, user_id), RoleForm(request.form)
    if form.validate():
        changes.change_role(web.session(), member, other, role=Role(form.role.data))
    return web.see(members, project_id=member.project_id)


@bp.post("/<int:project_id>/members/<int:user_id>/removal")
@for_members(Permission.MANAGE)
def remove(member: Membership, user_id: int) -> Response:
    """Take a member out of the project."""
    changes.remove_member(web.session(), member, _other(member, user_id))
    return web.see(members, project_id=member.project_id)


@bp.post("/<int:project_id>/members/leave")
@for_members(Permission.READ)
def leave(member: Membership) -> Response:
    """Leave the project."""
    changes.remove_member(web.session(), member, member)
    return web.go("/projects/")


@bp.post("/<int:project_id>/members/speaking")
@for_members(Permission.READ)
def speak_for(member: Membership) -> Response:
    """Say for which institution one acts here."""
    chosen = request.form.get("institution", PERSONALLY, type=int)
    if chosen not in dict(_choices(member.user_id)):
        raise Missing
    institution = institutions.find(web.session(), chosen) if chosen else None
    changes.speak_for(web.session(), member, institution)
    return web.see(members, project_id=member.project_id)


def _other(member: Membership, user_id: int) -> Membership:
    other = queries.membership(web.session(), member.project_id, user_id)
    if other is None:
        raise Missing
    return other


def _form(form: ProjectForm, *, status: int = web.OK, space_id: int | None = None) -> Response:
    _speaking(form)
    form.territory.form.fill(web.session(), space_id)
    return web.render("projects/form", status=status, form=form)


def _places(form: ProjectForm, space_id: int | None = None) -> list[Territory | Declared]:
    form.territory.form.fill(web.session(), space_id)
    declared = form.territory.form.declared()
    return [*form.territory.form.chosen, *([declared] if declared else [])]


def _speaking(form: ProjectForm) -> list[tuple[int, str]]:
    choices = _choices(current_person().id)
    form.institution.choices = offered(*choices)
    return choices


def _choices(user_id: int) -> list[tuple[int, str]]:
    found = institutions.acting_for(web.session(), user_id, clock.today())
    return [*((one.id, one.name) for one in found), (PERSONALLY, _("à titre personnel"))]


def _outline(form: ProjectForm) -> Outline:
    return Outline(
        title=form.title.data,
        summary=form.summary.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )
