"""Where a person lands, and what happened in a project."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from workspace.accounts.current import current_admin, current_person, person_or_none
from workspace.comments import queries as comments
from workspace.core import clock, journal, web
from workspace.core.errors import Missing
from workspace.core.fields import day_of
from workspace.core.kept import Kept
from workspace.home import queries
from workspace.home.models import Task
from workspace.home.queries import Filter, Marks
from workspace.library import queries as library
from workspace.library.policy import may_read
from workspace.live import queries as live
from workspace.projects import changes
from workspace.projects import queries as projects
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission


@dataclass(frozen=True)
class Example:
    """A sentence of a case of the library, with the way to it."""

    quote: str
    title: str
    slug: str


Asker = Callable[[Session, Membership, date], Sequence[Task]]
MOST_TASKS = 7  # shown at once
EXAMPLE = "pct-pays-de-redon"  # what an empty project shows of how others did


@dataclass(frozen=True)
class State:
    """Where a project stands for a member, until something happens in it or the day ends."""

    is_empty: bool
    marks: Marks
    tasks: list[Task]


KEPT = Kept[State](most=200)

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
    example = None if found else _example()
    return web.render("home/projects", projects=found, example=example)


@bp.get("/projects/<int:project_id>/")
@for_members(Permission.READ)
def project(member: Membership) -> Response:
    """Show what changed, what is asked of one, who is here."""
    session, state = web.session(), _state(member)
    return web.render(
        "home/project",
        is_empty=state.is_empty,
        marks=state.marks,
        example=_example() if state.is_empty else None,
        tasks=state.tasks,
        most=MOST_TASKS,
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
        address=lambda before=wanted.before: _address(space_id, wanted, before),
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
    told = queries.history(
        web.session(), member.project_id, topic, subject_id, before=_id("before")
    )
    if not told:
        raise Missing
    return web.render(
        "home/history",
        told=told,
        topic=topic,
        subject_id=subject_id,
        pages=web.part("pages"),
        full=queries.PAGE,
    )


@bp.get("/admin/journal/")
def journal_of_accounts() -> Response:
    """Show what happened to accounts and institutions, to who manages them."""
    current_admin()
    space_id, wanted = journal.accounts_space(web.session()), Filter(before=_id("before"))
    told = queries.activity(web.session(), space_id, wanted)
    return web.render("home/journal", told=told, full=queries.PAGE, pages={})


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


def _state(member: Membership) -> State:
    today, project = clock.today(), member.project
    key = (project.id, project.digest, member.user_id, member.institution_id, member.role, today)
    return KEPT.get(key, lambda: _gathered(member, today))


def _gathered(member: Membership, today: date) -> State:
    session, project_id = web.session(), member.project_id
    return State(
        queries.is_empty(session, project_id),
        queries.marks(session, project_id, today),
        [task for ask in web.part("askers") for task in ask(session, member, today)],
    )


def _wanted() -> Filter:
    return Filter(
        person=_id("person"),
        institution=_id("institution"),
        topic=request.args.get("kind") or None,
        since=day_of(request.args.get("since", "")),
        before=_id("before"),
    )


def _address(space_id: int, wanted: Filter, before: int | None) -> str:
    given = {
        "person": wanted.person,
        "institution": wanted.institution,
        "kind": wanted.topic,
        "since": wanted.since,
        "before": before,
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/projects/{space_id}/activity/?{query}"


def _id(name: str) -> int | None:
    # A number that no id can be is as good as none.
    given = request.args.get(name, type=int)
    return given if given and 0 < given <= web.LARGEST_ID else None


def _example() -> Example | None:
    found = library.find(web.session(), EXAMPLE)
    if found is None or not may_read(None, found):
        return None
    return Example(found.lessons.partition(". ")[0].rstrip(".") + ".", found.title, found.slug)
