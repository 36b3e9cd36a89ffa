"""Pages of the evaluation log: the timeline with its quick form, an entry, the export."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from workspace.actions import queries as actions
from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import clock, reference, sheets, web, words
from workspace.core.errors import Missing, Refused
from workspace.core.fields import day_of
from workspace.core.subjects import Subject
from workspace.evaluation import changes, policy, queries
from workspace.evaluation.forms import EntryForm, filled
from workspace.evaluation.models import CRITERIA, KINDS, LogEntry
from workspace.evaluation.queries import TOPIC, Filter, Line, Place
from workspace.files import changes as file_changes
from workspace.files import queries as files
from workspace.files.forms import FilesForm
from workspace.projects.door import for_members, meanwhile
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

LONGEST_QUERY = 200
NUMBER = re.compile(r"\d{1,9}", re.ASCII)

bp = Blueprint("evaluation", __name__, url_prefix="/projects/<int:project_id>/evaluation")


@bp.get("/")
@for_members(Permission.READ)
def log(member: Membership) -> Response:
    """Show the timeline, and the form that adds to it."""
    action = _id("action")  # of which one wishes to note something
    return _log(member, EntryForm(actions=[action] if action else []))


@bp.post("/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership) -> Response:
    """Note what happened, with the files that show it."""
    form = EntryForm(CombinedMultiDict([request.files, request.form]))
    member, is_right = _taken(member, form)
    if not is_right:
        return _log(member, form, status=form.files.status)
    entry = changes.add_entry(web.session(), member, form.outline(clock.today()))
    _attach(member, entry, form)
    return web.see(log, project_id=member.project_id)


@bp.get("/export.csv")
@for_members(Permission.READ)
def export(member: Membership) -> Response:
    """Send the whole log as a sheet."""
    lines = queries.export_rows(web.session(), member.project_id)
    sheet = sheets.write(_headers(), [_row(line) for line in lines])
    name = f"journal-{member.project_id}.csv"
    return Response(
        sheet, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@bp.get("/<int:entry_id>/")
@for_members(Permission.READ)
def entry(member: Membership, entry_id: int) -> Response:
    """Show an entry, its files and what is said of it."""
    found, session, space = _find(member, entry_id), web.session(), member.project_id
    return web.render(
        "evaluation/entry",
        entry=found,
        may_rewrite=policy.may_rewrite(member, found),
        subject=Subject(TOPIC, found.id, found.title),
        files=files.attached(session, space, TOPIC, found.id),
        files_form=FilesForm(),
        comments=comments.thread(session, space, TOPIC, found.id),
        form=CommentForm(),
    )


@bp.get("/<int:entry_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def rewrite(member: Membership, entry_id: int) -> Response:
    """Show an entry, to be rewritten."""
    found = _find_own(member, entry_id)
    return _form(member, found, filled(found))


@bp.post("/<int:entry_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, entry_id: int) -> Response:
    """Rewrite an entry."""
    found, form = _find_own(member, entry_id), EntryForm(request.form)
    if not form.validate():
        return _form(member, found, form, status=422)
    version = request.form.get("version", 0, type=int)
    outline = form.outline(found.happened_on)
    changes.edit_entry(web.session(), member, found.id, outline, version=version)
    return web.see(entry, project_id=member.project_id, entry_id=entry_id)


@bp.post("/<int:entry_id>/withdrawal")
@for_members(Permission.CONTRIBUTE)
def withdraw(member: Membership, entry_id: int) -> Response:
    """Take an entry off the log."""
    changes.withdraw_entry(web.session(), member, _find(member, entry_id))
    return web.see(entry, project_id=member.project_id, entry_id=entry_id)


@bp.post("/<int:entry_id>/return")
@for_members(Permission.CONTRIBUTE)
def put_back(member: Membership, entry_id: int) -> Response:
    """Put a withdrawn entry back into the log."""
    changes.put_entry_back(web.session(), member, _find(member, entry_id))
    return web.see(entry, project_id=member.project_id, entry_id=entry_id)


def _find(member: Membership, entry_id: int) -> LogEntry:
    found = queries.find(web.session(), member.project_id, entry_id)
    if found is None:
        raise Missing
    return found


def _find_own(member: Membership, entry_id: int) -> LogEntry:
    found = _find(member, entry_id)
    if not policy.may_rewrite(member, found):
        raise Refused("not_yours")
    return found


def _taken(member: Membership, form: EntryForm) -> tuple[Membership, bool]:
    # Files are kept while the others write, and only when nothing else is wrong.
    if not form.validate():
        form.forget_files()
        return member, False
    if not form.files.uploads:
        return member, True
    member, is_kept = meanwhile(member, lambda: form.files.receive(web.part("store")))
    room = files.room_left(web.session(), member.project_id)
    return member, is_kept and form.files.fits(room)


def _attach(member: Membership, noted: LogEntry, form: EntryForm) -> None:
    subject = Subject(TOPIC, noted.id, noted.title)
    for received in form.files.received:
        file_changes.attach(web.session(), member, subject, received)


def _log(member: Membership, form: EntryForm, *, status: int = web.OK) -> Response:
    session, space, wanted = web.session(), member.project_id, _wanted()
    offered = actions.for_picking(session, space)
    form.actions.choices = offered
    return web.render(
        "evaluation/log",
        status=status,
        form=form,
        wanted=wanted,
        timeline=queries.timeline(session, space, wanted),
        actions=offered,
        institutions=queries.institutions(session, space),
        address=lambda **changed: _address(space, wanted, **changed),
        today=clock.today(),
    )


def _form(
    member: Membership, found: LogEntry, form: EntryForm, *, status: int = web.OK
) -> Response:
    offered = dict(actions.for_picking(web.session(), member.project_id))
    form.actions.choices = list((offered | {one.id: one.title for one in found.actions}).items())
    return web.render("evaluation/form", status=status, entry=found, form=form)


def _wanted() -> Filter:
    asked = request.args
    return Filter(
        kind=_code("kind", KINDS),
        action=_id("action"),
        institution=_id("institution"),
        criterion=_code("criterion", CRITERIA),
        since=day_of(asked.get("since", "")),
        until=day_of(asked.get("until", "")),
        text=asked.get("q", "")[:LONGEST_QUERY],
        before=_place(asked.get("before", "")),
    )


def _code(name: str, listed: str) -> str | None:
    code = request.args.get(name, "")
    return code if code in reference.entries(listed) else None


def _id(name: str) -> int | None:
    number = request.args.get(name, 0, type=int)
    return number if 0 < number <= web.LARGEST_ID else None


def _place(text: str) -> Place | None:
    day, _dot, number = text.partition(".")
    found = day_of(day)
    return (found, int(number)) if found and NUMBER.fullmatch(number) else None


def _address(project_id: int, wanted: Filter, **changed: object) -> str:
    place = wanted.before
    state: Mapping[str, object] = {
        "kind": wanted.kind,
        "action": wanted.action,
        "institution": wanted.institution,
        "criterion": wanted.criterion,
        "since": wanted.since,
        "until": wanted.until,
        "q": wanted.text,
        "before": f"{place[0]}.{place[1]}" if place else None,
    }
    chosen = {name: value for name, value in (dict(state) | changed).items() if value}
    return f"/projects/{project_id}/evaluation/{'?' + urlencode(chosen) if chosen else ''}"


def _headers() -> Sequence[str]:
    return [
        _("Jour"), _("Sorte"), _("Texte"), _("Actions"), _("Critères"), _("Pourquoi"),
        _("Effet attendu"), _("Effet constaté"), _("Personne"), _("Au titre de"), _("Fichiers"),
        _("Noté le"),
    ]  # fmt: skip


def _row(line: Line) -> Sequence[str]:
    noted = line.entry
    return [
        noted.happened_on.isoformat(),
        words.label(noted.kind, KINDS),
        noted.text,
        " | ".join(action.title for action in noted.actions),
        " | ".join(words.label(criterion.code, CRITERIA) for criterion in noted.criteria),
        noted.why,
        noted.expected,
        noted.observed,
        noted.author.name if noted.author else "",
        noted.institution.name if noted.institution else "",
        " | ".join(file.name for file in line.files),
        noted.at.isoformat(timespec="seconds"),
    ]
