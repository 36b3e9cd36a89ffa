"""Where a person lands, and what happened in a project."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from workspace.accounts.current import current_person, person_or_none
from workspace.comments import queries as comments
from workspace.core import clock, web
from workspace.core.errors import Missing
from workspace.home import queries
from workspace.home.queries import Filter
from workspace.live import queries as live
from workspace.projects import changes
from workspace.projects import queries as projects
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission


@dataclass(frozen=True)
class Task:
    """Something asked of a person, with the page where it is done."""

    kind: str
    title: str
    href: str
    on: date | None = None


Asker = Callable[[Session, Membership, date], Sequence[Task]]


bp = Blueprint("home", __name__)


@bp.get("/")
def root() -> Response:
    """Lead to one’s projects; tell a visitor what this is."""
    if person_or_none():
        return Response(status=web.SEE_OTHER, headers={"Location": "/projects/"})
    return web.render("home/visitor")


@bp.get("/projects/")
def index() -> Response:
    """Show one’s projects."""
    person = current_person()
    found = projects.projects_of(web.session(), person.id)
    return web.render("home/projects", projects=found)


@bp.get("/projects/<int:project_id>/")
@for_members(Permission.READ)
def project(member: Membership) -> Response:
    """Show what changed, what is asked of one, who is here."""
    session, today = web.session(), clock.today()
    return web.render(
        "home/project",
        tasks=[task for ask in web.part("askers") for task in ask(session, member, today)],
        calls=comments.calls_upon(session, member.project_id, member.user_id),
        news=queries.news(
            session, member.project_id, after=member.before_seq, reader_id=member.user_id
        ),
        people=live.present(session, member.project_id, clock.now()),
        territories=getattr(projects.find(session, member.project_id), "territories", []),
        pages=web.part("pages"),
    )


@bp.post("/projects/<int:project_id>/welcome")
@for_members(Permission.READ)
def welcome(member: Membership) -> Response:
    """Note that a newcomer has read the welcome."""
    changes.welcome(web.session(), member)
    return web.see(project, project_id=member.project_id)


@bp.post("/projects/<int:project_id>/read")
@for_members(Permission.READ)
def read(member: Membership) -> Response:
    """Note that one has read all the news."""
    changes.note_read(member, clock.now())
    return web.see(project, project_id=member.project_id)


@bp.get("/projects/<int:project_id>/activity/")
@for_members(Permission.READ)
def activity(member: Membership) -> Response:
    """Show the journal of the project, in words."""
    session, space_id, wanted = web.session(), member.project_id, _wanted()
    return web.render(
        "home/activity",
        told=queries.activity(session, space_id, wanted),
        wanted=wanted,
        authors=queries.authors(session, space_id),
        institutions=queries.institutions(session, space_id),
        topics=queries.topics(session, space_id),
        pages=web.part("pages"),
        full=queries.PAGE,
    )


@bp.get("/projects/<int:project_id>/history/<topic>/<int:subject_id>/")
@for_members(Permission.READ)
def history(member: Membership, topic: str, subject_id: int) -> Response:
    """Show everything that happened to one object."""
    told = queries.history(web.session(), member.project_id, topic, subject_id)
    if not told:
        raise Missing
    return web.render(
        "home/history", told=told, topic=topic, subject_id=subject_id, pages=web.part("pages")
    )


@bp.get("/accessibility")
def accessibility() -> Response:
    """Say how accessible the pages are, and whom to tell about a fault."""
    return web.render("home/accessibility")


@bp.get("/privacy")
def privacy() -> Response:
    """Say what is kept of people, why, and for how long."""
    return web.render("home/privacy")


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    """Say whether the database and the index can be used."""
    faults = [fault for check in web.part("readiness") for fault in check(web.session())]
    if faults:
        return Response("\n".join(faults) + "\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


def _wanted() -> Filter:
    return Filter(
        person=request.args.get("person", type=int),
        institution=request.args.get("institution", type=int),
        topic=request.args.get("kind") or None,
        since=request.args.get("since", type=date.fromisoformat),
        before=request.args.get("before", type=int),
    )
