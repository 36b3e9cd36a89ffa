"""Pages of the shared texts: each read, written, and followed letter by letter by who writes."""

from collections.abc import Mapping

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from workspace.accounts.models import User
from workspace.core import differences, markup, prose, weave, web
from workspace.core.apology import SCRIPTED
from workspace.core.errors import Missing
from workspace.core.lib0 import Unreadable
from workspace.core.pace import Pace
from workspace.core.strokes import Strokes
from workspace.projects.door import for_members, for_senders
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.references.forms import shown
from workspace.texts import changes, queries
from workspace.texts.changes import FullTextError, GapError, HandError
from workspace.texts.forms import TextForm
from workspace.texts.models import Purpose, Reading
from workspace.texts.queries import Shared

# What is discussed of some texts, by their names, as the slice of the discussions knows it.
Talks = Mapping[str, object]

NUMBER, SCHEMA, REASON = "X-Text-Number", SCRIPTED, "X-Text-Reason"
BYTES = "application/octet-stream"
HEAVIEST = 256 * 1024  # bytes of an update
PACE = Pace(rate=20, burst=100)  # updates a second, of one person and process

bp = Blueprint("texts", __name__, url_prefix="/projects/<int:project_id>/texts/<text_name>")


@bp.get("/")
@for_members(Permission.READ)
def read(member: Membership, text_name: str) -> Response:
    """Show a text, and who wrote it."""
    shared, purpose = _found(member, text_name), _purpose(member, text_name)
    return web.render(
        "texts/text",
        shared=shared,
        purpose=purpose,
        shown=shown(member, shared.reading.html),
        timeline=web.part("timeline")(web.session(), member.project_id, shared),
        talks=_talks(member, shared),
        texts=text_name,
    )


@bp.get("/edit/")
@for_members(Permission.CONTRIBUTE)
def edit(member: Membership, text_name: str) -> Response:
    """Show the form that writes a text, of which a script makes an editor."""
    shared = _found(member, text_name)
    form = TextForm(text=shared.reading.typed, version=shared.number)
    return _form(member, text_name, form)


@bp.post("/")
@for_members(Permission.CONTRIBUTE)
def write(member: Membership, text_name: str) -> Response:
    """Save a text that was typed in a form."""
    purpose, form = _purpose(member, text_name), TextForm(request.form)
    if not form.validate() or not _written(member, text_name, purpose, form):
        return _form(member, text_name, form, status=422)
    return web.see(read, project_id=member.project_id, text_name=text_name)


@bp.get("/<int:first>-<int:last>/")
@for_members(Permission.READ)
def changed(member: Membership, text_name: str, first: int, last: int) -> Response:
    """Show what somebody changed in a text, and the text that came of it."""
    shared = _found(member, text_name)
    before, after = (_reading(shared, at) for at in (first - 1, last))
    return web.render(
        "texts/changed",
        shared=shared,
        purpose=_purpose(member, text_name),
        last=last,
        after=after,
        shown=shown(member, after.html),
        runs=differences.compare(*_compared(before.typed, after.typed)),
    )


@bp.get("/state")
@for_members(Permission.READ)
def state(member: Membership, text_name: str) -> Response:
    """Give what an editor needs to stand where the text stands now."""
    _purpose(member, text_name)
    shared = _found(member, text_name)
    headers = {NUMBER: str(shared.number), SCHEMA: str(weave.SCHEMA)}
    after = request.args.get("after", 0, type=int)
    if shared.text is None or after == shared.number:
        return Response(status=web.NOTHING, headers=headers)
    update = queries.since(web.session(), shared.text, after)
    return Response(update, content_type=BYTES, headers=headers)


def _read_update(person: User) -> Response | Strokes:
    if request.headers.get(SCHEMA, type=int) != weave.SCHEMA:
        return _no(409, "schema")
    update = request.get_data()
    if len(update) > HEAVIEST:
        return _no(413, "large")
    if not PACE.allows(str(person.id)):
        return Response(status=429, headers={"Retry-After": "1"})
    try:
        return changes.readable(update)
    except Unreadable:
        return Response(status=400)


@bp.post("/updates")
@for_senders(Permission.CONTRIBUTE, _read_update)
def receive(member: Membership, strokes: Strokes, text_name: str) -> Response:
    """Keep what an editor changed."""
    told = queries.told(web.part("told"), member.project_id, text_name)
    try:
        number = changes.receive(web.session(), member, text_name, strokes, told)
    except Unreadable:
        return Response(status=400)
    except GapError:
        return _no(409, "gap")
    except HandError:
        return _no(409, "hand")
    except FullTextError:
        return _no(413, "full")
    answer = web.done()
    answer.headers[NUMBER] = str(number)
    return answer


def _form(member: Membership, name: str, form: TextForm, *, status: int = web.OK) -> Response:
    shared = _found(member, name)
    told = {"shared": shared, "purpose": _purpose(member, name), "talks": _talks(member, shared)}
    return web.render("texts/edit", status=status, form=form, texts=name, **told)


def _no(status: int, reason: str) -> Response:
    return Response(status=status, headers={REASON: reason, SCHEMA: str(weave.SCHEMA)})


def _purpose(member: Membership, name: str) -> Purpose:
    return queries.purpose(web.session(), web.part("texts"), member.project_id, name)


def _talks(member: Membership, shared: Shared) -> Talks:
    found: Talks = web.part("talks")(web.session(), member.project_id, [shared])
    return found


def _found(member: Membership, name: str) -> Shared:
    return queries.shared(web.session(), member.project_id, [name])[name]


def _reading(shared: Shared, number: int) -> Reading:
    found = queries.reading_at(web.session(), shared.text, number) if shared.text else None
    if found is None:
        raise Missing
    return found


def _compared(*typed: str) -> list[str]:
    # Signs are shown where they alone changed.
    said = [prose.plain(markup.parse(one)) for one in typed]
    return said if said[0] != said[1] else list(typed)


def _written(member: Membership, name: str, purpose: Purpose, form: TextForm) -> bool:
    typed, version = form.text.data, form.version.data or 0
    try:
        changes.write(web.session(), member, name, typed=typed, version=version, told=purpose.told)
    except FullTextError:
        form.text.errors = [
            _("Avec ce que d’autres ont écrit, ce texte serait trop long. Raccourcissez-le.")
        ]
        return False
    return True
