"""Attaching files: what is sent is kept first; then each function makes one change and tells it."""

from dataclasses import dataclass
from typing import IO

from sqlalchemy.orm import Session

from workspace.core import aside, clock, journal, pictures
from workspace.core.errors import Refused
from workspace.core.kinds import PICTURES, Kind
from workspace.core.store import Kept, Store
from workspace.core.subjects import Subject
from workspace.files.models import Attachment
from workspace.projects.models import Membership, Role


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, under the name by which it will be shown."""

    name: str
    kind: Kind
    content: IO[bytes]


@dataclass(frozen=True)
class Received:
    """A file whose content, and preview if it has one, have reached the disk."""

    name: str
    kind: Kind
    kept: Kept
    preview: Kept | None = None


def receive(store: Store, upload: Upload) -> Received:
    """Keep what was sent; of a picture, keep nothing but the picture, and a small one.

    This takes long: nobody may be waiting for the transaction to end.
    """
    if upload.kind not in PICTURES:
        return Received(upload.name, upload.kind, aside.run(store.keep, upload.content))
    with pictures.one_at_a_time:
        kept, preview = aside.run(_keep_picture, store, upload)
    return Received(upload.name, upload.kind, kept, preview)


def attach(
    session: Session, member: Membership, subject: Subject, received: Received
) -> Attachment:
    """Let a file that has been received stand with an object."""
    attachment = Attachment(
        project_id=member.project_id,
        topic=subject.topic,
        subject_id=subject.id,
        name=received.name,
        media=received.kind.media,
        digest=received.kept.digest,
        size=received.kept.size,
        preview=received.preview.digest if received.preview else None,
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    session.add(attachment)
    session.flush()
    _tell(session, member, "files.attached", attachment, title=subject.title)
    return attachment


def remove(session: Session, member: Membership, attachment: Attachment) -> None:
    """Take away a file that one attached; a lead may take away anyone's."""
    if attachment.author_id != member.user_id and member.role is not Role.LEAD:
        raise Refused
    attachment.removed_at = clock.now()
    _tell(session, member, "files.removed", attachment)


def _keep_picture(store: Store, upload: Upload) -> tuple[Kept, Kept]:
    picture = pictures.cleaned(upload.content, upload.kind.media)
    return store.keep(picture.content), store.keep(picture.preview)


def _tell(
    session: Session, member: Membership, name: str, attachment: Attachment, *, title: str = ""
) -> None:
    journal.record(
        session,
        member,
        name,
        attachment.id,
        title=title,
        name_of_file=attachment.name,
        on=attachment.topic,
        on_id=attachment.subject_id,
    )
