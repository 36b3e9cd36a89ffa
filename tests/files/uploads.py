"""Files that tests send."""

from io import BytesIO

from PIL import Image
from sqlalchemy.orm import Session

from workspace.core.kinds import BY_END
from workspace.core.store import Kept
from workspace.core.subjects import Subject
from workspace.files import changes
from workspace.files.changes import Received
from workspace.files.models import Attachment
from workspace.projects.models import Membership

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
SECRET = b"Canon EOS de Maud"
MAKE, ORIENTATION, PLACE = 0x010F, 0x0112, 0x8825


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (900, 600), turned: int = 6) -> bytes:
    """Return a photo that tells with which device, how it was held and where it was taken."""
    told = Image.Exif()
    told[MAKE], told[ORIENTATION] = SECRET.decode(), turned
    told.get_ifd(PLACE).update({1: "N", 2: (48.0, 7.0, 12.0)})
    written = BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(written, kind, exif=told, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")
    return written.getvalue()


def received(name: str = "Compte rendu.pdf", digest: str = "ab" * 32, size: int = 40) -> Received:
    """Return a file that the disk is said to hold."""
    return Received(name, BY_END[name.rpartition(".")[2]], Kept(digest, size))


def attached(
    session: Session, member: Membership, subject_id: int, *, topic: str = "evaluation"
) -> Attachment:
    """Return a file of an object."""
    subject = Subject(topic, subject_id, "Un vendredi")
    attachment = changes.attach(session, member, subject, received())
    session.commit()
    return attachment


def pictured(session: Session, member: Membership) -> Attachment:
    """Return a file that has a preview, which no disk holds."""
    attachment = attached(session, member, member.project_id)
    attachment.preview = "cd" * 32
    return attachment
