"""Whether the English says all that the French says; run as a module, it names what is missing."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import write_po

from tests.house.source import MODULES, TEMPLATES, name
from workspace.core import catalogue

LAZY = {"lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}
KEYWORDS = DEFAULT_KEYWORDS | LAZY
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|%%")
TAG = re.compile(r"</?\w+")

Key = tuple[str | None, str]
Texts = tuple[str, ...]


class Source(NamedTuple):
    """A string of the product, where it stands for the first time."""

    place: str
    line: int
    texts: Texts


class Entry(NamedTuple):
    """The English of a string, with the French it was written for."""

    french: Texts
    english: Texts
    is_fuzzy: bool


def main() -> None:
    """Name every fault; write what is missing as it is to be filled in."""
    spoken, entries = sources(MODULES + TEMPLATES), list(read(catalogue.messages()))
    lacking = missing(spoken, entries)
    write_po(sys.stdout.buffer, to_fill(lacking), omit_header=True, width=0)
    found = faults(spoken, entries)
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.exit(1 if found or lacking else 0)


def faults(spoken: dict[Key, Source], entries: list[tuple[Key, Entry]]) -> list[str]:
    """Return what is wrong with the entries, one line each."""
    return [
        *(f"no longer used: {key[1]}" for key, _ in entries if key not in spoken),
        *(f"two translations: {key[1]}" for key in contradicted(entries)),
        *(f"doubtful: {key[1]}" for key, entry in entries if entry.is_fuzzy),
        *(f"not the same values: {key[1]}" for key, entry in entries if not agrees(entry)),
    ]


def to_fill(lacking: dict[Key, Source]) -> Catalog:
    """Return the entries that are missing, without their English."""
    catalog = Catalog(catalogue.OTHER)
    for (context, _french), source in lacking.items():
        identity = source.texts if len(source.texts) > 1 else source.texts[0]
        catalog.add(identity, locations=[(source.place, source.line)], context=context)
    return catalog


def missing(spoken: dict[Key, Source], entries: Iterable[tuple[Key, Entry]]) -> dict[Key, Source]:
    """Return the strings that have no English."""
    said = {key for key, entry in entries if all(entry.english)}
    return {key: source for key, source in spoken.items() if key not in said}


def contradicted(entries: Iterable[tuple[Key, Entry]]) -> list[Key]:
    """Return the strings that have two different translations."""
    seen: dict[Key, Texts] = {}
    return [key for key, entry in entries if seen.setdefault(key, entry.english) != entry.english]


def agrees(entry: Entry) -> bool:
    """Tell whether the English uses the values and the tags of the French; one may go unsaid."""
    *others, last = entry.english
    return marks(last) == marks(entry.french[-1]) and all(
        marks(text) <= marks(entry.french[-1]) for text in others
    )


def marks(text: str) -> set[str]:
    """Return the named values and the tags of a text."""
    found = {match.group() for match in PLACEHOLDER.finditer(text)} - {"%%"}
    return found | set(TAG.findall(text))


def read(messages: Iterable[Message]) -> Iterator[tuple[Key, Entry]]:
    """Read the entries of the files of the slices."""
    for message in messages:
        french, english = _texts(message.id), _texts(message.string)
        yield (message.context, french[0]), Entry(french, english, message.fuzzy)


def sources(files: Iterable[Path]) -> dict[Key, Source]:
    """Return every string of these files."""
    found: dict[Key, Source] = {}
    for path in files:
        method = "python" if path.suffix == ".py" else "jinja2"
        for line, texts, _comments, context in extract_from_file(method, path, KEYWORDS):
            plain = _texts(texts)
            found.setdefault((context, plain[0]), Source(name(path), line, plain))
    return found


def _texts(texts: object) -> Texts:
    return tuple(map(str, texts)) if isinstance(texts, tuple | list) else (str(texts or ""),)


if __name__ == "__main__":
    main()
