"""The words of each language, joined from the files of the slices: `python -m` makes them anew.

French is the source and needs a catalogue only for its plurals: in French, zero is singular.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[1] / "translations"
SOURCE, OTHER = "fr", "en"


def main() -> None:
    """Make the catalogues from the files of the slices."""
    english, french = Catalog(OTHER), Catalog(SOURCE)
    for message in messages():
        english.add(message.id, message.string, context=message.context)
        if message.pluralizable:
            french.add(message.id, message.id, context=message.context)
    for catalogue in (english, french):
        _write(catalogue)


def prepare() -> None:
    """Make the catalogues, unless they are newer than all the files of the slices."""
    made = _path(OTHER)
    newest = max((path.stat().st_mtime_ns for path in files()), default=0)
    if not made.exists() or made.stat().st_mtime_ns <= newest:
        main()


def files() -> list[Path]:
    """Return the files that hold the English of each slice."""
    return sorted((FOLDER / OTHER).glob("*.po"))


def messages() -> Iterator[Message]:
    """Read the English of each string, file by file."""
    for path in files():
        with path.open("rb") as file:
            yield from (
                message for message in read_po(file, OTHER, abort_invalid=True) if message.id
            )


def _path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.mo"


def _write(catalogue: Catalog) -> None:
    path = _path(str(catalogue.locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(f".{os.getpid()}")
    with made.open("wb") as file:
        write_mo(file, catalogue)
    made.replace(path)


if __name__ == "__main__":
    main()
