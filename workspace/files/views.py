"""The files of any object of a project, and their contents."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, send_file
from werkzeug.datastructures import CombinedMultiDict

from workspace.core import subjects, web
from workspace.core.errors import Missing
from workspace.core.pictures import PREVIEW_MEDIA
from workspace.core.subjects import Subject
from workspace.files import changes, queries
from workspace.files.forms import FilesForm
from workspace.files.models import Attachment
from workspace.projects.door import for_members, meanwhile
from workspace.projects.models import Membership
from workspace.projects.policy import Permission

if TYPE_CHECKING:
    from workspace.core.store import Store

# A file that a person sent can do nothing on this site, even if a browser is made to show it.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
}

GONE = 410  # the disk has lost what the database knows of: `verify` names it

bp = Blueprint("files", __name__, url_prefix="/projects/<int:project_id>/files")


@bp.get("/on/<topic>/<int:subject_id>/")
@for_members(Permission.READ)
def attached(member: Membership, topic: str, subject_id: int) -> Response:
    """Show the files of an object."""
    return _attached(member, _subject(member, topic, subject_id), FilesForm())


@bp.post("/on/<topic>/<int:subject_id>/")
@for_members(Permission.CONTRIBUTE)
def attach(member: Membership, topic: str, subject_id: int) -> Response:
    """Attach files to an object."""
    form = FilesForm(CombinedMultiDict([request.files, request.form]))
    _subject(member, topic, subject_id)
    if form.validate():
        member, _kept = meanwhile(member, lambda: form.files.receive(web.part("store")))
    session, subject = web.session(), _subject(member, topic, subject_id)
    if form.errors or not form.files.fits(queries.room_left(session, member.project_id)):
        return _attached(member, subject, form, status=form.files.status)
    for received in form.files.received:
        changes.attach(session, member, subject, received)
    return web.see(attached, project_id=member.project_id, topic=topic, subject_id=subject_id)


@bp.post("/<int:file_id>/removal")
@for_members(Permission.CONTRIBUTE)
def remove(member: Membership, file_id: int) -> Response:
    """Take a file away from its object."""
    found = _find(member, file_id)
    changes.remove(web.session(), member, found)
    return web.see(
        attached, project_id=member.project_id, topic=found.topic, subject_id=found.subject_id
    )


@bp.get("/<int:file_id>/<name>")
@for_members(Permission.READ)
def content(member: Membership, file_id: int, name: str) -> Response:  # noqa: ARG001 (for browsers)
    """Send a file, to be saved."""
    found = _find(member, file_id)
    return _sent(found.digest, found.media, found.name)


@bp.get("/<int:file_id>/preview/")
@for_members(Permission.READ)
def preview(member: Membership, file_id: int) -> Response:
    """Send the small picture that stands for a picture."""
    found = _find(member, file_id)
    if found.preview is None:
        raise Missing
    return _sent(found.preview, PREVIEW_MEDIA)


def _sent(digest: str, media: str, name: str | None = None) -> Response:
    store: Store = web.part("store")
    path = store.path(digest)
    if not path.is_file():
        abort(GONE)
    response = send_file(
        path, media, as_attachment=name is not None, download_name=name, etag=False
    )
    response.headers.update(HARMLESS)
    return response


def _find(member: Membership, file_id: int) -> Attachment:
    found = queries.find(web.session(), member.project_id, file_id)
    if found is None:
        raise Missing
    return found


def _subject(member: Membership, topic: str, subject_id: int) -> Subject:
    return subjects.find(web.part("finders"), web.session(), member.project_id, topic, subject_id)


def _attached(
    member: Membership, subject: Subject, form: FilesForm, *, status: int = web.OK
) -> Response:
    files = queries.attached(web.session(), member.project_id, subject.topic, subject.id)
    told = {"subject": subject, "files": files, "form": form, "pages": web.part("pages")}
    return web.render("files/attached", status=status, **told)
