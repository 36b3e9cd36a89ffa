"""The directory of a project, the card of an actor, its contacts and its ties."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session

from workspace.actors import changes, queries
from workspace.actors.forms import (
    ORDERS,
    STATUSES,
    ActorForm,
    ContactForm,
    RelationForm,
    tie_words,
    wanted_actors,
)
from workspace.actors.models import Actor, ActorStatus, Carried, Contact, profile_of, reach_of
from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import clock, web
from workspace.core.errors import Missing
from workspace.core.subjects import Subject
from workspace.institutions import queries as institutions
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission, allows
from workspace.territories import changes as register
from workspace.territories import queries as territories

INVALID = 422


# What is asked of the slices above: what they let an actor carry.
Carrying = Callable[[Session, int, int], Sequence[Carried]]

bp = Blueprint("actors", __name__, url_prefix="/projects/<int:project_id>/actors")


@bp.get("/")
@for_members(Permission.READ)
def directory(member: Membership) -> Response:
    """Show the actors, filtered and sorted as the address says."""
    wanted = wanted_actors(request.args)
    return web.render(
        "actors/directory",
        found=queries.directory(web.session(), member.project_id, wanted),
        wanted=wanted,
        statuses=STATUSES,
        orders=ORDERS,
        page=queries.PAGE,
        query=request.query_string.decode("ascii", "replace"),
    )


@bp.get("/new/")
@for_members(Permission.CONTRIBUTE)
def new(member: Membership) -> Response:
    """Show the form that adds an actor."""
    return _form(member, ActorForm(name=request.args.get("name", "")))


@bp.post("/new/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership) -> Response:
    """Add an actor."""
    form = ActorForm(request.form)
    if not _is_right(member, form):
        return _form(member, form, status=INVALID)
    actor = changes.add_actor(web.session(), member, form.profile(_territory_id(member, form)))
    return web.go(_card_address(member, actor.id))


@bp.get("/<int:actor_id>/")
@for_members(Permission.READ)
def card(member: Membership, actor_id: int) -> Response:
    """Show all that is known of an actor; one that was merged leads to the other."""
    heir = queries.merged_into(web.session(), member.project_id, actor_id)
    if heir is not None:
        return Response(status=web.SEE_OTHER, headers={"Location": _card_address(member, heir)})
    return _card(member, actor_id, RelationForm())


@bp.get("/<int:actor_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, actor_id: int) -> Response:
    """Show the form that rewrites an actor."""
    actor = _actor(member, actor_id)
    form = ActorForm(
        obj=profile_of(actor),
        territory={"ids": filter(None, [actor.territory_id])},
        institution=actor.institution_id or 0,
        version=actor.version,
    )
    return _form(member, form, actor=actor)


@bp.post("/<int:actor_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def save(member: Membership, actor_id: int) -> Response:
    """Rewrite an actor."""
    actor, form = _actor(member, actor_id), ActorForm(request.form)
    if not _is_right(member, form, actor=actor):
        return _form(member, form, actor=actor, status=INVALID)
    profile = form.profile(_territory_id(member, form))
    changes.edit_actor(web.session(), member, actor, profile, version=form.version.data or 0)
    return web.go(_card_address(member, actor_id))


@bp.post("/<int:actor_id>/status")
@for_members(Permission.CONTRIBUTE)
def mark(member: Membership, actor_id: int) -> Response:
    """Note where an actor stands."""
    actor = _actor(member, actor_id)
    status = request.form.get("status", type=ActorStatus) or abort(400)
    changes.set_status(web.session(), member, actor, status)
    return web.see(card, project_id=member.project_id, actor_id=actor_id)


@bp.get("/<int:actor_id>/contacts/new/")
@for_members(Permission.CONTRIBUTE)
def new_contact(member: Membership, actor_id: int) -> Response:
    """Show the form that says how to reach somebody at an actor."""
    return _contact_form(_actor(member, actor_id), ContactForm())


@bp.post("/<int:actor_id>/contacts/new/")
@for_members(Permission.CONTRIBUTE)
def add_contact(member: Membership, actor_id: int) -> Response:
    """Note how to reach somebody at an actor."""
    actor, form = _actor(member, actor_id), ContactForm(request.form)
    form.others = len(queries.contacts(web.session(), actor, clock.today()))
    if not form.validate():
        return _contact_form(actor, form, status=INVALID)
    changes.add_contact(web.session(), member, actor, form.reach())
    return web.go(_card_address(member, actor_id))


@bp.get("/<int:actor_id>/contacts/<int:contact_id>/")
@for_members(Permission.CONTRIBUTE)
def contact(member: Membership, actor_id: int, contact_id: int) -> Response:
    """Show the form that rewrites a contact."""
    actor = _actor(member, actor_id)
    found = _contact(actor, contact_id)
    form = ContactForm(obj=reach_of(found), version=found.version)
    return _contact_form(actor, form, contact=found)


@bp.post("/<int:actor_id>/contacts/<int:contact_id>/")
@for_members(Permission.CONTRIBUTE)
def save_contact(member: Membership, actor_id: int, contact_id: int) -> Response:
    """Rewrite a contact."""
    actor, form = _actor(member, actor_id), ContactForm(request.form)
    found = _contact(actor, contact_id)
    if not form.validate():
        return _contact_form(actor, form, contact=found, status=INVALID)
    changes.edit_contact(
        web.session(), member, found, form.reach(), actor=actor, version=form.version.data or 0
    )
    return web.go(_card_address(member, actor_id))


@bp.post("/<int:actor_id>/contacts/<int:contact_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove_contact(member: Membership, actor_id: int, contact_id: int) -> Response:
    """Erase a contact."""
    actor = _actor(member, actor_id)
    changes.remove_contact(web.session(), member, _contact(actor, contact_id), actor=actor)
    return web.see(card, project_id=member.project_id, actor_id=actor_id)


@bp.post("/<int:actor_id>/relations/")
@for_members(Permission.CONTRIBUTE)
def relate(member: Membership, actor_id: int) -> Response:
    """Tie an actor to another."""
    actor, form = _actor(member, actor_id), RelationForm(request.form)
    form.offer(_others(member, actor_id))
    if not form.validate():
        return _card(member, actor_id, form, status=INVALID)
    ends = [actor, _actor(member, form.other.data)]
    one, other = ends[::-1] if form.is_from_other else ends
    changes.relate(web.session(), member, one, other, kind=form.type, note=form.note.data)
    return web.see(card, project_id=member.project_id, actor_id=actor_id)


@bp.post("/<int:actor_id>/relations/<int:relation_id>/removal")
@for_members(Permission.CONTRIBUTE)
def unrelate(member: Membership, actor_id: int, relation_id: int) -> Response:
    """Say that two actors are not tied any more."""
    relation = queries.relation(web.session(), member.project_id, relation_id)
    if relation is None or actor_id not in (relation.from_id, relation.to_id):
        raise Missing
    changes.unrelate(web.session(), member, relation)
    return web.see(card, project_id=member.project_id, actor_id=actor_id)


def _actor(member: Membership, actor_id: int) -> Actor:
    actor = queries.find_whole(web.session(), member.project_id, actor_id)
    if actor is None:
        raise Missing
    return actor


def _contact(actor: Actor, contact_id: int) -> Contact:
    found = queries.contact(web.session(), actor, contact_id, clock.today())
    if found is None:
        raise Missing
    return found


def _others(member: Membership, actor_id: int) -> list[tuple[int, str]]:
    picked = queries.for_picking(web.session(), member.project_id)
    return [(one, name) for one, name in picked if one != actor_id]


def _card(
    member: Membership, actor_id: int, form: RelationForm, *, status: int = web.OK
) -> Response:
    session, today, actor = web.session(), clock.today(), _actor(member, actor_id)
    form.offer(_others(member, actor_id))
    body, is_writer = actor.institution_id, allows(member, Permission.CONTRIBUTE)
    carried: Sequence[Carrying] = web.part("carried")
    return web.render(
        "actors/card",
        status=status,
        actor=actor,
        contacts=queries.contacts(session, actor, today) if is_writer else (),
        ties=queries.ties(session, actor),
        merged=queries.merged_from(session, actor),
        speakers=institutions.speakers(session, body, today) if body else (),
        carried=[it for ask in carried for it in ask(session, member.project_id, actor_id)],
        subject=Subject(queries.TOPIC, actor_id, actor.name),
        comments=comments.thread(session, member.project_id, queries.TOPIC, actor_id),
        form=CommentForm(),
        relation_form=form,
        tie_words=tie_words,
    )


def _form(
    member: Membership, form: ActorForm, *, actor: Actor | None = None, status: int = web.OK
) -> Response:
    session = web.session()
    form.offer(queries.institutions(session, member.project_id, actor))
    form.territory.form.fill(session, member.project_id)
    twins = queries.twins(session, member.project_id, form.name.data, but=actor.id if actor else 0)
    return web.render("actors/form", status=status, form=form, actor=actor, twins=twins)


def _is_right(member: Membership, form: ActorForm, *, actor: Actor | None = None) -> bool:
    session = web.session()
    form.offer(queries.institutions(session, member.project_id, actor))
    is_renamed = actor is None or actor.name != form.name.data
    is_twin = is_renamed and not form.is_another.data
    return form.validate() and not (
        is_twin and queries.twins(session, member.project_id, form.name.data)
    )


def _territory_id(member: Membership, form: ActorForm) -> int | None:
    typed = form.territory.form
    declared = typed.declared()
    if declared is not None:
        return register.declare(web.session(), member, declared).id
    found = territories.find_all(web.session(), typed.ids.data, space_id=member.project_id)
    return found[0].id if found else None


def _contact_form(
    actor: Actor, form: ContactForm, *, contact: Contact | None = None, status: int = web.OK
) -> Response:
    return web.render("actors/contact", status=status, actor=actor, form=form, contact=contact)


def _card_address(member: Membership, actor_id: int) -> str:
    return f"/projects/{member.project_id}/actors/{actor_id}/"
