"""What a file is, told from its content and from the end of its name: both must agree."""

import re
from dataclasses import dataclass
from typing import IO

import filetype

HEAD, TAIL = 64 * 1024, 256 * 1024
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_XML = "application/vnd.openxmlformats-officedocument."
ARCHIVE = b"PK\x03\x04"
BYTE_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "cp1252")
UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# A text that begins like this is a page, a drawing or a script, whatever its name says.
PAGE = re.compile(r"\ufeff?\s*(?:<(?:[a-z!?/])|#!)", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept: its media type, its endings, and an icon for it."""

    media: str
    ends: tuple[str, ...]
    icon: str = "file-text"


PICTURES = (
    Kind("image/jpeg", ("jpg", "jpeg"), "image"),
    Kind("image/png", ("png",), "image"),
    Kind("image/webp", ("webp",), "image"),
    Kind("image/gif", ("gif",), "image"),
)
SOUNDS = (
    Kind("audio/mpeg", ("mp3",), "mic"),
    Kind("audio/mp4", ("m4a",), "mic"),
    Kind("audio/ogg", ("ogg", "oga", "opus"), "mic"),
)
WORKBOOKS = {"docx": b"word/", "xlsx": b"xl/", "pptx": b"ppt/"}
DOCUMENTS = (
    Kind("application/pdf", ("pdf",)),
    Kind(f"{OPEN_DOCUMENT}text", ("odt",)),
    Kind(f"{OPEN_DOCUMENT}spreadsheet", ("ods",), "table-2"),
    Kind(f"{OPEN_DOCUMENT}presentation", ("odp",)),
    Kind(f"{OPEN_XML}wordprocessingml.document", ("docx",)),
    Kind(f"{OPEN_XML}spreadsheetml.sheet", ("xlsx",), "table-2"),
    Kind(f"{OPEN_XML}presentationml.presentation", ("pptx",)),
)
TEXTS = (Kind("text/plain", ("txt", "md")), Kind("text/csv", ("csv", "tsv"), "table-2"))
KINDS = (*PICTURES, *DOCUMENTS, *TEXTS, *SOUNDS)
BY_END = {end: kind for kind in KINDS for end in kind.ends}
BY_MEDIA = {kind.media: kind for kind in KINDS}
ENDINGS = tuple(BY_END)


def kind_of(content: IO[bytes], name: str) -> Kind | None:
    """Return the kind of a file, None when it may not be kept or is not what its name says."""
    kind = BY_END.get(name.rpartition(".")[2].casefold())
    if kind is None:
        return None
    content.seek(0)
    head = content.read(HEAD)
    if kind in TEXTS:
        return kind if _is_text(content) else None
    end = kind.ends[0]
    seen = filetype.guess(head)
    if end in WORKBOOKS and head.startswith(ARCHIVE):
        return kind if _holds(content, WORKBOOKS[end]) else None
    return kind if seen is not None and _media(seen.mime) == kind.media else None


def _media(seen: str) -> str:
    return {"image/apng": "image/png", "video/mp4": "audio/mp4"}.get(seen, seen)


def _holds(content: IO[bytes], part: bytes) -> bool:
    # The list of the parts stands at the end; nothing is ever unpacked.
    content.seek(0, 2)
    content.seek(max(0, content.tell() - TAIL))
    tail = content.read(TAIL)
    return b"[Content_Types].xml" in tail and part in tail


def _is_text(content: IO[bytes]) -> bool:
    content.seek(0)
    whole = content.read()
    for mark, encoding in BYTE_MARKS:
        if whole.startswith(mark):
            return _reads(whole, encoding)
    return any(_reads(whole, encoding) for encoding in ENCODINGS)


def _reads(whole: bytes, encoding: str) -> bool:
    try:
        text = whole.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not UNSEEN.search(text) and not PAGE.match(text)
