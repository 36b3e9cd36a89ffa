"""Pictures: what a photograph tells besides itself is removed, and a small one is made of it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any, TypeVar

from PIL import Image, ImageOps

from workspace.core.errors import WorkspaceError

T = TypeVar("T")

MOST_PIXELS = 40_000_000  # of all its images together, when it moves
MOST_IMAGES = 200
PREVIEW = (640, 480)
PREVIEW_MEDIA = "image/webp"
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
# All that the decoders raise for a file that is damaged or made to harm.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, KeyError,
    TypeError, AttributeError, OverflowError, MemoryError, Image.DecompressionBombError,
)  # fmt: skip
ORIENTATION = 0x0112
PACE = {"duration": 100, "loop": 0}
# The size is judged here, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
one_at_a_time = BoundedSemaphore()  # for whoever calls: a picture takes memory


class Trouble(StrEnum):
    """Why a picture cannot be kept."""

    HUGE = "huge"
    BROKEN = "broken"


class PictureRefusedError(WorkspaceError):
    """The picture cannot be kept, and why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the reason."""
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Picture:
    """A picture that tells nothing but itself, and a small one."""

    content: IO[bytes]
    preview: IO[bytes]


def cleaned(content: IO[bytes], media: str) -> Picture:
    """Return a picture drawn again, upright, without place, date, device or comment."""
    content.seek(0)
    return _guarded(lambda: _cleaned(content, FORMATS[media]))


def _cleaned(content: IO[bytes], kind: str) -> Picture:
    with Image.open(content, formats=[kind, "MPO"] if kind == "JPEG" else [kind]) as image:
        count = getattr(image, "n_frames", 1) if kind in {"GIF", "WEBP"} else 1
        if count > MOST_IMAGES or image.width * image.height * count > MOST_PIXELS:
            raise PictureRefusedError(Trouble.HUGE)
        written = BytesIO()
        if count > 1:
            image.save(written, kind, save_all=True, **_moving(image))
            image.seek(0)
            return Picture(written, _preview(image))
        colours = _colours(image)
        upright = image if _stands(image) else ImageOps.exif_transpose(image)
        upright.load()
        upright.info.clear()
        upright.info.update(colours)
        upright.save(written, kind, **_as_sent(upright, kind))
        return Picture(written, _preview(upright))


def _stands(image: Image.Image) -> bool:
    return int(image.getexif().get(ORIENTATION, 1)) == 1


def _as_sent(image: Image.Image, kind: str) -> dict[str, Any]:
    # Each format has options of its own; a JPEG that need not be turned loses nothing.
    if kind == "JPEG":
        return {"quality": "keep" if image.format == kind else 90}
    return {"quality": 88} if kind == "WEBP" else {}


def _moving(image: Image.Image) -> dict[str, Any]:
    pace = {name: image.info.get(name, usual) for name, usual in PACE.items()}
    return pace | {"comment": b"", "exif": b"", "xmp": b""}


def _colours(image: Image.Image) -> dict[str, Any]:
    return {
        name: image.info[name] for name in ("icc_profile", "transparency") if name in image.info
    }


def _preview(image: Image.Image) -> IO[bytes]:
    # What is made small is the picture itself, already written: a second one would take memory.
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = image if image.mode == mode else image.convert(mode)
    small.thumbnail(PREVIEW)
    small.info.clear()
    written = BytesIO()
    small.save(written, "WEBP", quality=72)
    return written


def _guarded(work: Callable[[], T]) -> T:
    try:
        return work()
    except PictureRefusedError:
        raise
    except BROKEN as error:
        raise PictureRefusedError(Trouble.BROKEN) from error
