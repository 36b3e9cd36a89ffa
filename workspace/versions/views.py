"""Pages of the versions of a shared text: who wrote what, naming, comparing, taking up again."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from workspace.core import web
from workspace.core.errors import known
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.references.forms import shown
from workspace.texts import queries as texts
from workspace.texts.models import Purpose
from workspace.texts.queries import Shared
from workspace.versions import changes, queries
from workspace.versions.forms import ComparisonForm, RestoreForm, VersionForm, label
from workspace.versions.models import NOW, Kind, Moment

# The versions of a text that a slice keeps elsewhere, by how the name of the text begins.
Keepers = Mapping[str, Callable[[Session, int, str], Sequence[Moment]]]

bp = Blueprint("versions", __name__, url_prefix="/projects/<int:project_id>/texts/<text_name>")


@bp.get("/authors/")
@for_members(Permission.READ)
def authors(member: Membership, text_name: str) -> Response:
    """Show a text with who wrote each passage."""
    shared = _found(member, text_name)
    found = queries.authorship(web.session(), shared.text, queries.now(shared))
    return web.render(
        "versions/authors",
        shared=shared,
        purpose=_purpose(member, text_name),
        authorship=found,
        shown=shown(member, found.html) if found else {},
        texts=text_name,
    )


@bp.get("/versions/new/")
@for_members(Permission.CONTRIBUTE)
def offer(member: Membership, text_name: str) -> Response:
    """Show the text as it stands, or stood, and the form that names it."""
    shared = _found(member, text_name)
    number = request.args.get("moment", shared.number, type=int)
    return _form(member, shared, VersionForm(moment=number))


@bp.post("/versions/new/")
@for_members(Permission.CONTRIBUTE)
def name(member: Membership, text_name: str) -> Response:
    """Freeze a text as it was shown, under a name."""
    shared, form = _found(member, text_name), VersionForm(request.form)
    number = form.moment.data or 0
    if not form.validate() or not _is_unnamed(member, shared, form):
        return _form(member, shared, form, status=422)
    changes.name_version(web.session(), member, shared, number=number, title=form.title.data)
    return web.go(f"/projects/{member.project_id}/texts/{text_name}/versions/{number}/")


@bp.get("/versions/<int:moment>/")
@for_members(Permission.READ)
def version(member: Membership, text_name: str, moment: int) -> Response:
    """Show a text as it was at a moment, with who had written what."""
    session, shared = web.session(), _found(member, text_name)
    one = _moment(member, shared, str(moment))
    found = known(queries.authorship(session, shared.text, one))
    frozen = queries.version(session, known(shared.text), moment)
    return web.render(
        "versions/version",
        shared=shared,
        purpose=_purpose(member, text_name),
        moment=one,
        authorship=found,
        shown=shown(member, found.html),
        digest=frozen.digest if frozen else "",
    )


@bp.get("/compare/")
@for_members(Permission.READ)
def compare(member: Membership, text_name: str) -> Response:
    """Show what changed between two moments of a text, word by word, and by whom."""
    session, shared = web.session(), _found(member, text_name)
    moments = queries.timeline(session, shared, _adopted(member, text_name))
    form = ComparisonForm(request.args)
    first = moments[1].key if len(moments) > 1 else "0"
    old = _moment(member, shared, form.old.data or first)
    new = _moment(member, shared, form.new.data or NOW)
    form.old.data, form.new.data = old.key, new.key
    form.offer(moments, [old, new])
    return web.render(
        "versions/compare",
        shared=shared,
        purpose=_purpose(member, text_name),
        form=form,
        comparison=known(queries.comparison(session, shared.text, old, new)),
        old=old,
        label=label(old),
        texts=text_name,
    )


@bp.post("/restore")
@for_members(Permission.CONTRIBUTE)
def restore(member: Membership, text_name: str) -> Response:
    """Write a text again as it was at a moment."""
    shared, form = _found(member, text_name), RestoreForm(request.form)
    moment = _moment(member, shared, form.moment.data or NOW)
    version = form.version.data or shared.number
    changes.restore(web.session(), member, shared, moment, version=version)
    return web.go(f"/projects/{member.project_id}/texts/{text_name}/")


def _form(
    member: Membership, shared: Shared, form: VersionForm, *, status: int = web.OK
) -> Response:
    one = _moment(member, shared, str(form.moment.data or 0))
    reading = known(queries.reading(web.session(), shared.text, one))
    return web.render(
        "versions/new",
        status=status,
        shared=shared,
        purpose=_purpose(member, shared.name),
        form=form,
        reading=reading,
        shown=shown(member, reading.html),
    )


def _purpose(member: Membership, name: str) -> Purpose:
    return texts.purpose(web.session(), web.part("texts"), member.project_id, name)


def _found(member: Membership, name: str) -> Shared:
    _purpose(member, name)
    return texts.shared(web.session(), member.project_id, [name])[name]


def _adopted(member: Membership, name: str) -> Sequence[Moment]:
    keepers: Keepers = web.part("adopted")
    keeper = keepers.get(name.partition(".")[0])
    return keeper(web.session(), member.project_id, name) if keeper else []


def _moment(member: Membership, shared: Shared, key: str) -> Moment:
    return known(queries.moment(web.session(), shared, key, _adopted(member, shared.name)))


def _is_unnamed(member: Membership, shared: Shared, form: VersionForm) -> bool:
    one = _moment(member, shared, str(form.moment.data or 0))
    if one.kind is not Kind.NAMED:
        return True
    form.title.errors = [_("Cette version s’appelle déjà « %(title)s ».", title=one.title)]
    return False
