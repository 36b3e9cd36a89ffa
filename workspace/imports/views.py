"""Bringing actors in from a sheet, step by step, and out again; making one card of two."""

from collections.abc import Sequence
from contextlib import closing

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from workspace.actors import queries as actors
from workspace.actors.models import MOST_CONTACTS, Actor
from workspace.core import aside, clock, sheet_words, sheets, web
from workspace.core.errors import Missing, Refused
from workspace.core.sheets import Sheet, SheetRefused
from workspace.imports import changes, forms, queries
from workspace.imports.changes import ChangedSinceError
from workspace.imports.forms import MergeForm, SheetForm
from workspace.imports.models import Choice, Draft, Plan, contacts_of, guessed, labels
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission, allows

INVALID, CONFLICT = 422, 409
PASTED = "tableau.csv"
LONGEST_NAME = 120
FIRST_COLUMN = "c0"

bp = Blueprint("imports", __name__, url_prefix="/projects/<int:project_id>/actors")


@bp.get("/import/")
@for_members(Permission.CONTRIBUTE)
def start(member: Membership) -> Response:
    """Show where a sheet is sent, and what was imported lately."""
    return _start(member, SheetForm())


@bp.post("/import/")
@for_members(Permission.CONTRIBUTE)
def send(member: Membership) -> Response:
    """Keep a sheet to be looked at before it is imported."""
    form = SheetForm(request.form)
    name, content = _sent(form)
    if not (form.validate() and _is_read(form, content)):
        return _start(member, form, status=INVALID)
    draft = changes.note_draft(web.session(), member, name, content)
    return web.go(f"{_base(member)}import/{draft.id}/")


@bp.get("/import/<int:draft_id>/")
@for_members(Permission.CONTRIBUTE)
def look(member: Membership, draft_id: int) -> Response:
    """Show what a sheet would bring, by the columns and choices of the address."""
    return _look(member, _draft(member, draft_id))


@bp.post("/import/<int:draft_id>/")
@for_members(Permission.CONTRIBUTE)
def bring(member: Membership, draft_id: int) -> Response:
    """Import a sheet, all that was chosen of it or nothing."""
    draft = _draft(member, draft_id)
    sheet = aside.run(sheets.read, draft.content)
    columns = _columns(sheet)
    plan = _plan(member, sheet, columns)
    is_sure = not plan.wrong or "leave_out" in request.form
    if "name" not in columns or plan.undecided or not is_sure or not plan.count:
        return _look(member, draft, is_refused=True)
    changes.import_actors(web.session(), member, draft, plan)
    return web.go(f"{_base(member)}import/")


@bp.post("/import/<int:draft_id>/removal")
@for_members(Permission.CONTRIBUTE)
def drop(member: Membership, draft_id: int) -> Response:
    """Forget a sheet that will not be imported."""
    changes.note_dropped(web.session(), _draft(member, draft_id))
    return web.go(f"{_base(member)}import/")


@bp.post("/imports/<int:import_id>/undo")
@for_members(Permission.CONTRIBUTE)
def undo(member: Membership, import_id: int) -> Response:
    """Take back all that an import brought."""
    imported = queries.find(web.session(), member.project_id, import_id)
    if imported is None:
        raise Missing
    if imported.user_id != member.user_id and not allows(member, Permission.MANAGE):
        raise Refused
    try:
        changes.undo_import(web.session(), member, imported)
    except ChangedSinceError as refusal:
        return _start(member, SheetForm(), touched=refusal.names, status=CONFLICT)
    return web.go(f"{_base(member)}import/")


@bp.get("/export.csv")
@for_members(Permission.READ)
def export(member: Membership) -> Response:
    """Send the whole directory as a sheet; only those who contribute carry contacts away."""
    lines = queries.export(web.session(), member.project_id, clock.today())
    contacts = max((len(line.contacts) for line in lines), default=0)
    named = labels(contacts if allows(member, Permission.CONTRIBUTE) else 0)
    rows = [[forms.cell(line, column) for column in named] for line in lines]
    return Response(
        sheets.write(list(named.values()), rows),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=acteurs.csv"},
    )


@bp.get("/<int:actor_id>/merge/")
@for_members(Permission.MANAGE)
def choose_twin(member: Membership, actor_id: int) -> Response:
    """Show the form that merges another card of the same actor into this one."""
    return _merge(member, _actor(member, actor_id), MergeForm())


@bp.post("/<int:actor_id>/merge/")
@for_members(Permission.MANAGE)
def merge(member: Membership, actor_id: int) -> Response:
    """Merge another card of the same actor into this one."""
    actor, form = _actor(member, actor_id), MergeForm(request.form)
    _offer(member, actor, form)
    if not form.validate():
        return _merge(member, actor, form, status=INVALID)
    changes.merge_actors(web.session(), member, actor, _actor(member, form.other.data))
    return web.go(f"{_base(member)}{actor_id}/")


def _start(
    member: Membership, form: SheetForm, *, touched: Sequence[str] = (), status: int = web.OK
) -> Response:
    return web.render(
        "imports/start",
        status=status,
        form=form,
        imports=queries.imports(web.session(), member.project_id),
        touched=touched,
        most=forms.MOST_LINES,
    )


def _sent(form: SheetForm) -> tuple[str, bytes]:
    sent = request.files.get("file")
    if sent and sent.filename:
        name = "".join(sign for sign in sent.filename if sign.isprintable())
        with closing(sent):
            return name[-LONGEST_NAME:] or PASTED, sent.read()
    return PASTED, form.pasted.data.encode("utf-8", "replace")


def _is_read(form: SheetForm, content: bytes) -> bool:
    try:
        sheet = aside.run(sheets.read, content)
    except SheetRefused as refusal:
        form.file.errors = [sheet_words.told(refusal.problem)]
        return False
    if len(sheet.rows) > forms.MOST_LINES:
        form.file.errors = [
            _("Coupez ce fichier : %(most)s acteurs au plus à la fois.", most=forms.MOST_LINES)
        ]
    elif not sheet.rows:
        form.file.errors = [_("Ce fichier n’a que des titres de colonnes.")]
    return not form.file.errors


def _look(member: Membership, draft: Draft, *, is_refused: bool = False) -> Response:
    sheet = aside.run(sheets.read, draft.content)
    columns = _columns(sheet)
    return web.render(
        "imports/look",
        status=INVALID if is_refused else web.OK,
        draft=draft,
        sheet=sheet,
        columns=columns,
        labels=labels(contacts_of(guessed(sheet.headers))),
        plan=_plan(member, sheet, columns) if "name" in columns else None,
        problems=[sheet_words.told(one) for one in sheet.problems if one.line == 1],
        is_refused=is_refused,
        twins=request.values.get("twins", ""),
    )


def _columns(sheet: Sheet) -> list[str]:
    # As they were chosen, each column once; as the headers say until something is chosen.
    if FIRST_COLUMN not in request.values:
        return guessed(sheet.headers)
    known, found = labels(MOST_CONTACTS), list[str]()
    for place in range(len(sheet.headers)):
        column = request.values.get(f"c{place}", "")
        found.append(column if column in known and column not in found else "")
    return found


def _plan(member: Membership, sheet: Sheet, columns: Sequence[str]) -> Plan:
    session = web.session()
    asked = forms.asked(sheet, columns)
    entries = forms.read_entries(sheet, columns, queries.known(session, *asked))
    return queries.plan(session, member.project_id, entries, _chosen(sheet))


def _chosen(sheet: Sheet) -> dict[int, Choice]:
    # One choice for all the lines that have a twin, then that of each line.
    everywhere = request.args.get("twins", type=Choice)
    chosen = {row.line: everywhere for row in sheet.rows} if everywhere else {}
    for row in sheet.rows:
        choice = request.form.get(f"line{row.line}", type=Choice)
        chosen |= {row.line: choice} if choice else {}
    return chosen


def _offer(member: Membership, actor: Actor, form: MergeForm) -> None:
    picked = actors.for_picking(web.session(), member.project_id)
    form.offer([one for one in picked if one[0] != actor.id])


def _merge(member: Membership, actor: Actor, form: MergeForm, *, status: int = web.OK) -> Response:
    _offer(member, actor, form)
    return web.render("imports/merge", status=status, actor=actor, form=form)


def _actor(member: Membership, actor_id: int) -> Actor:
    found = actors.find(web.session(), member.project_id, actor_id)
    if found is None:
        raise Missing
    return found


def _draft(member: Membership, draft_id: int) -> Draft:
    found = queries.draft(web.session(), member.project_id, member.user_id, draft_id)
    if found is None:
        raise Missing
    return found


def _base(member: Membership) -> str:
    return f"/projects/{member.project_id}/actors/"
