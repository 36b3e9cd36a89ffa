"""What people attach: read, checked and kept, or told why not in one sentence."""

from collections.abc import Sequence
from typing import IO, Protocol, cast

from flask_babel import gettext, lazy_gettext
from wtforms import Form, MultipleFileField, ValidationError

from workspace.core import filenames, kinds, words
from workspace.core.pictures import PictureRefusedError, Trouble
from workspace.core.store import NotKeptError, Store
from workspace.files import changes
from workspace.files.changes import Received, Upload

_ = lazy_gettext
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_AT_ONCE = 10
HEIC = ("heic", "heif")
UNPROCESSABLE, NO_ROOM = 422, 507
ACCEPTED = ",".join(["image/jpeg", *(f".{end}" for end in kinds.ENDINGS)])
PICTURES = {
    Trouble.HUGE: _("« %(name)s » est une image trop grande. Réduisez-la, puis joignez-la."),
    Trouble.BROKEN: _("« %(name)s » ne s’ouvre pas comme une image. Enregistrez-la de nouveau."),
}


class Sent(Protocol):
    """A file as the web receives it."""

    filename: str | None
    stream: IO[bytes]


class Files(MultipleFileField):
    """Files to attach, of the kinds that may be kept."""

    data: list[Sent]
    uploads: Sequence[Upload] = ()
    received: Sequence[Received] = ()
    status: int = UNPROCESSABLE
    accepted = ACCEPTED

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Take what was sent; an input left empty sends a file without a name."""
        sent = [cast("Sent", one) for one in valuelist if getattr(one, "filename", None)]
        self.data = sent

    def pre_validate(self, _form: object) -> None:
        """Refuse what is too large, or is not of a kind that may be kept."""
        if len(self.data or ()) > MOST_AT_ONCE:
            limit = gettext("Joignez %(most)d fichiers au plus à la fois.", most=MOST_AT_ONCE)
            raise ValidationError(limit)
        self.uploads = [_checked(sent) for sent in self.data or ()]

    def receive(self, store: Store) -> bool:
        """Keep what was sent, which takes long; tell whether it could be."""
        received: list[Received] = []
        for upload in self.uploads:
            try:
                received.append(changes.receive(store, upload))
            except PictureRefusedError as refused:
                self.errors = [PICTURES[refused.trouble] % {"name": upload.name}]
                return False
            except NotKeptError:
                self.status = NO_ROOM
                self.errors = [_("Le serveur n’a plus de place. Prévenez qui l’administre.")]
                return False
        self.received = received
        return True

    def fits(self, room: int) -> bool:
        """Tell whether what was received fits into the room that is left."""
        if sum(one.kept.size for one in self.received) <= room:
            return True
        self.errors = [
            gettext(
                "Il reste %(room)s Mo pour les fichiers de ce projet. Retirez-en, puis réessayez.",
                room=words.number(max(0, room) // MEGABYTE),
            )
        ]
        return False


class FilesForm(Form):
    """Files for an object."""

    files = Files(_("Joindre des fichiers"))

    def validate_files(self, field: Files) -> None:
        """Refuse to send nothing."""
        if not field.data:
            raise ValidationError(_("Choisissez un fichier."))


def _checked(sent: Sent) -> Upload:
    name = filenames.shown(sent.filename or "", gettext("fichier"))
    size = sent.stream.seek(0, 2)
    if size == 0:
        raise ValidationError(gettext("« %(name)s » est vide.", name=name))
    if size > LARGEST:
        raise ValidationError(
            gettext(
                "« %(name)s » pèse plus de %(most)d Mo. Allégez-le, ou donnez son adresse.",
                name=name,
                most=LARGEST // MEGABYTE,
            )
        )
    kind = kinds.kind_of(sent.stream, name)
    if kind is None:
        raise ValidationError(_refusal(name))
    return Upload(name, kind, sent.stream)


def _refusal(name: str) -> str:
    if name.rpartition(".")[2].casefold() in HEIC:
        return str(
            gettext(
                "« %(name)s » garde le lieu de la prise de vue. Enregistrez-la en JPEG.", name=name
            )
        )
    return str(
        gettext(
            "« %(name)s » n’est pas un document (PDF, ODT, DOCX…), une image, un texte ou un son"
            " que l’on peut joindre.",
            name=name,
        )
    )
