import struct
import zlib
from io import BytesIO
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.files.uploads import SECRET, photo
from workspace.core import pictures
from workspace.core.pictures import PictureRefusedError, Trouble

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
PHOTO = photo(size=(60, 40))


def opened(content: IO[bytes]) -> Image.Image:
    content.seek(0)
    return Image.open(BytesIO(content.read()))


def moving(kind: str, count: int = 4) -> bytes:
    written = BytesIO()
    first, *others = [Image.new("RGB", (40, 30), (60 * n % 255, 0, 0)) for n in range(count)]
    first.save(
        written, kind, save_all=True, append_images=others, duration=80, loop=0, comment=SECRET
    )
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a picture that says it is huge, and holds nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        sealed = name + content
        return struct.pack(">I", len(content)) + sealed + struct.pack(">I", zlib.crc32(sealed))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def trouble_with(content: bytes) -> Trouble | None:
    try:
        pictures.cleaned(BytesIO(content), "image/jpeg")
    except PictureRefusedError as refused:
        return refused.trouble
    return None


@pytest.mark.parametrize("media", KINDS)
@pytest.mark.parametrize("turned", [1, 6])
def test_a_photo_tells_nothing_but_itself(media: str, turned: int) -> None:
    sent = photo(KINDS[media], turned=turned)

    cleaned = pictures.cleaned(BytesIO(sent), media)

    cleaned.content.seek(0)
    assert SECRET in sent or media == "image/gif"
    assert SECRET not in cleaned.content.read()
    assert not opened(cleaned.content).getexif()
    assert not opened(cleaned.preview).getexif()


def test_a_photo_stands_upright() -> None:
    cleaned = pictures.cleaned(BytesIO(photo(size=(90, 60), turned=6)), "image/jpeg")

    assert opened(cleaned.content).size == (60, 90)
    assert opened(cleaned.preview).size == (60, 90)


def test_a_photo_that_stands_loses_nothing() -> None:
    sent = photo(turned=1)

    cleaned = pictures.cleaned(BytesIO(sent), "image/jpeg")

    assert opened(cleaned.content).tobytes() == Image.open(BytesIO(sent)).tobytes()


def test_the_small_picture_is_small() -> None:
    cleaned = pictures.cleaned(BytesIO(photo(size=(3000, 2000), turned=1)), "image/jpeg")

    assert opened(cleaned.preview).size == (640, 427)
    assert opened(cleaned.content).size == (3000, 2000)


@pytest.mark.parametrize("media", ["image/gif", "image/webp"])
def test_what_moves_goes_on_moving(media: str) -> None:
    cleaned = pictures.cleaned(BytesIO(moving(KINDS[media])), media)

    assert getattr(opened(cleaned.content), "n_frames", 1) == 4
    cleaned.content.seek(0)
    assert SECRET not in cleaned.content.read()


def test_what_is_seen_through_stays_so() -> None:
    sent = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 90)).save(sent, "PNG")

    cleaned = pictures.cleaned(sent, "image/png")

    assert opened(cleaned.content).mode == "RGBA"
    assert opened(cleaned.preview).mode == "RGBA"


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 1), (40_001, 1000)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        pictures.cleaned(BytesIO(bomb(*size)), "image/png")

    assert refused.value.trouble is Trouble.HUGE


def test_too_many_images_in_one_are_refused() -> None:
    with pytest.raises(PictureRefusedError) as refused:
        pictures.cleaned(BytesIO(moving("GIF", pictures.MOST_IMAGES + 1)), "image/gif")

    assert refused.value.trouble is Trouble.HUGE


@pytest.mark.parametrize("content", [b"", b"GIF89a", PHOTO[:200], bomb(20, 20)])
@pytest.mark.parametrize("media", KINDS)
def test_a_broken_picture_is_refused(content: bytes, media: str) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        pictures.cleaned(BytesIO(content), media)

    assert refused.value.trouble is Trouble.BROKEN


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # damage that the decoder mends by itself
@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(PHOTO) - 1), value=st.integers(0, 255))
def test_a_damaged_photo_is_cleaned_or_refused(place: int, value: int) -> None:
    damaged = PHOTO[:place] + bytes([value]) + PHOTO[place + 1 :]

    assert trouble_with(damaged) in {None, *Trouble}
