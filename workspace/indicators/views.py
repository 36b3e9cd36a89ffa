"""Pages of the indicators: what is watched, one indicator with its values."""

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from workspace.comments import queries as comments
from workspace.comments.forms import CommentForm
from workspace.core import clock, reference, web
from workspace.core.errors import Missing
from workspace.core.subjects import Subject
from workspace.indicators import changes, queries
from workspace.indicators.changes import NamesakeError, SameDayError
from workspace.indicators.forms import (
    IndicatorForm,
    ReadingForm,
    offered_references,
    opened,
    proposed,
)
from workspace.indicators.models import Definition, Indicator, Measure, Reading, Relying, Watched
from workspace.library import queries as library
from workspace.library.models import Status
from workspace.projects import queries as projects
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

# What rests on an indicator, as far as the slices above know.
Relier = Callable[[Session, int, int], Sequence[Relying]]

EXAMPLES = ("cinema-itinerant-piemont-cevenol",)  # cases that show how others did
PUBLISHED = frozenset({Status.PUBLISHED})

bp = Blueprint("indicators", __name__, url_prefix="/projects/<int:project_id>/indicators")


@bp.get("/")
@for_members(Permission.READ)
def indicators(member: Membership) -> Response:
    """Show what is watched, what is late first."""
    today = clock.today()
    every = queries.watched(web.session(), member.project_id, today)
    kept = {
        "late": [one for one in every if one.is_late(today)],
        "ours": [one for one in every if one.is_watched_by(member.user_id, member.institution_id)],
    }
    wanted = next((name for name in kept if name in request.args), "")
    return web.render(
        "indicators/indicators",
        watched=kept.get(wanted, every),
        wanted=wanted,
        counts={"": len(every)} | {name: len(found) for name, found in kept.items()},
        today=today,
        examples=library.titles(web.session(), EXAMPLES, PUBLISHED) if not every else {},
    )


@bp.get("/new/")
@for_members(Permission.CONTRIBUTE)
def new(member: Membership) -> Response:
    """Show the form that begins to watch something, filled from the reference list if one asks."""
    entry = reference.entries(queries.LIST).get(request.args.get("ref", ""))
    filled = proposed(entry) if entry else {}
    form = IndicatorForm(data={"institution": str(member.institution_id or ""), **filled})
    return _form(member, form)


@bp.post("/new/")
@for_members(Permission.CONTRIBUTE)
def add(member: Membership) -> Response:
    """Begin to watch something."""
    form = IndicatorForm(request.form)
    _offer(member, form)
    if not form.validate():
        return _form(member, form, status=422)
    try:
        made = changes.add_indicator(web.session(), member, form.says())
    except NamesakeError as error:
        return _form(member, form, status=422, known=error.known)
    return web.go(f"/projects/{member.project_id}/indicators/{made.id}/")


@bp.get("/<int:indicator_id>/")
@for_members(Permission.READ)
def indicator(member: Membership, indicator_id: int) -> Response:
    """Show an indicator, its values and what rests on it."""
    return _page(member, _found(member, indicator_id), ReadingForm())


@bp.post("/<int:indicator_id>/")
@for_members(Permission.CONTRIBUTE)
def add_reading(member: Membership, indicator_id: int) -> Response:
    """Write what an indicator was worth on a day."""
    found, form = _found(member, indicator_id), ReadingForm(request.form)
    if not form.validate():
        return _page(member, found, form, status=422)
    try:
        changes.add_reading(web.session(), member, found, form.says())
    except SameDayError as error:
        return _page(member, found, form, status=422, known=error.known)
    return web.see(indicator, project_id=member.project_id, indicator_id=indicator_id)


@bp.get("/<int:indicator_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, indicator_id: int) -> Response:
    """Show what is said of an indicator, to be rewritten."""
    found = _found(member, indicator_id)
    form = IndicatorForm(data=opened(Definition.of(found), found.version))
    return _form(member, form, found)


@bp.post("/<int:indicator_id>/edit/")
@for_members(Permission.CONTRIBUTE)
def save(member: Membership, indicator_id: int) -> Response:
    """Rewrite what is said of an indicator."""
    found, form = _found(member, indicator_id), IndicatorForm(request.form)
    _offer(member, form, found)
    if not form.validate():
        return _form(member, form, found, status=422)
    version = form.version.data or 0
    try:
        changes.edit_indicator(web.session(), member, found, form.says(), version=version)
    except NamesakeError as error:
        return _form(member, form, found, status=422, known=error.known)
    return web.go(f"/projects/{member.project_id}/indicators/{indicator_id}/")


@bp.post("/<int:indicator_id>/watch")
@for_members(Permission.CONTRIBUTE)
def watch(member: Membership, indicator_id: int) -> Response:
    """Stop watching an indicator, or watch it again."""
    found = _found(member, indicator_id)
    is_wanted = "resume" in request.form
    change = changes.resume_indicator if is_wanted else changes.retire_indicator
    change(web.session(), member, found)
    return web.see(indicator, project_id=member.project_id, indicator_id=indicator_id)


@bp.get("/<int:indicator_id>/readings/<int:reading_id>/")
@for_members(Permission.CONTRIBUTE)
def reading(member: Membership, indicator_id: int, reading_id: int) -> Response:
    """Show one value, to be corrected."""
    found = _found(member, indicator_id)
    shown = _reading(found, reading_id)
    form = ReadingForm(data={**vars(Measure.of(shown)), "version": shown.version})
    return _correction(found, shown, form)


@bp.post("/<int:indicator_id>/readings/<int:reading_id>/")
@for_members(Permission.CONTRIBUTE)
def correct(member: Membership, indicator_id: int, reading_id: int) -> Response:
    """Correct a value."""
    found, form = _found(member, indicator_id), ReadingForm(request.form)
    shown, session = _reading(found, reading_id), web.session()
    if not form.validate():
        return _correction(found, shown, form, status=422)
    version = form.version.data or 0
    try:
        changes.correct_reading(session, member, found, shown, form.says(), version=version)
    except SameDayError as error:
        return _correction(found, shown, form, status=422, known=error.known)
    return web.go(f"/projects/{member.project_id}/indicators/{indicator_id}/#readings")


@bp.post("/<int:indicator_id>/readings/<int:reading_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove(member: Membership, indicator_id: int, reading_id: int) -> Response:
    """Take a value back."""
    found = _found(member, indicator_id)
    changes.remove_reading(web.session(), member, found, _reading(found, reading_id))
    return web.go(f"/projects/{member.project_id}/indicators/{indicator_id}/#readings")


def _found(member: Membership, indicator_id: int) -> Indicator:
    found = queries.find(web.session(), member.project_id, indicator_id)
    if found is None:
        raise Missing
    return found


def _reading(found: Indicator, reading_id: int) -> Reading:
    shown = queries.reading(web.session(), found.id, reading_id)
    if shown is None:
        raise Missing
    return shown


def _page(
    member: Membership,
    found: Indicator,
    form: ReadingForm,
    *,
    status: int = web.OK,
    known: Reading | None = None,
) -> Response:
    if known is not None:
        form.taken_on.errors = [_("Ce jour a déjà une valeur. Corrigez-la dans le tableau.")]
    session, space_id = web.session(), member.project_id
    values = queries.readings(session, found.id)
    relying: Sequence[Relier] = web.part("relying")
    return web.render(
        "indicators/indicator",
        status=status,
        shown=Watched(found, *values[:2]),
        values=values,
        caution=_caution(found),
        near=queries.near_names(session, found),
        relying=[one for rely in relying for one in rely(session, space_id, found.id)],
        form=form,
        subject=Subject("indicators", found.id, found.name),
        comments=comments.thread(session, space_id, "indicators", found.id),
        comment_form=CommentForm(),
        today=clock.today(),
    )


def _correction(
    found: Indicator,
    shown: Reading,
    form: ReadingForm,
    *,
    status: int = web.OK,
    known: Reading | None = None,
) -> Response:
    if known is not None:
        form.taken_on.errors = [_("Un autre relevé porte déjà cette date.")]
    return web.render(
        "indicators/reading", status=status, indicator=found, reading=shown, form=form
    )


def _form(
    member: Membership,
    form: IndicatorForm,
    found: Indicator | None = None,
    *,
    status: int = web.OK,
    known: Indicator | None = None,
) -> Response:
    _offer(member, form, found)
    if known is not None:
        form.name.errors = [_("Ce nom a déjà une définition dans le projet. Précisez le vôtre.")]
    return web.render(
        "indicators/form",
        status=status,
        form=form,
        indicator=found,
        known=known,
        references=[] if found else offered_references(),
    )


def _offer(member: Membership, form: IndicatorForm, found: Indicator | None = None) -> None:
    members = projects.members(web.session(), member.project_id)
    people = {one.user_id: one.user.name for one in members}
    bodies = {one.institution.id: one.institution.name for one in members if one.institution}
    if found and found.institution:
        bodies.setdefault(found.institution.id, found.institution.name)
    if found and found.watcher:
        people.setdefault(found.watcher.id, found.watcher.name)
    form.offer(sorted(bodies.items(), key=_by_name), sorted(people.items(), key=_by_name))


def _by_name(named: tuple[int, str]) -> str:
    return named[1].casefold()


def _caution(found: Indicator) -> str:
    entry = reference.entries(queries.LIST).get(found.reference)
    return entry.fields["caution_fr"] if entry else ""
