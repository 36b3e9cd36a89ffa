"""The reference lists of the domain: codes with their words, in French and in English."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workspace.core import spelling

FOLDER = Path(__file__).resolve().parents[1] / "content" / "ref"
APART = re.compile(r"[,(){}«»]| - ")


@dataclass(frozen=True)
class Entry:
    """One code of a list, with every column of its line."""

    code: str
    fields: Mapping[str, str]

    def label(self, language: str) -> str:
        """Return the word for the code in a language, in French when there is none."""
        label = self.fields.get(f"label_{language}") or self.fields["label_fr"]
        return label.replace("'", "’")


@cache
def entries(name: str) -> Mapping[str, Entry]:
    """Return a list by code, in its own order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {line["code"]: Entry(line["code"], line) for line in csv.DictReader(file)}


def label(code: str, name: str, language: str) -> str:
    """Return the word for a code; a code that the list does not know stands for itself."""
    entry = entries(name).get(code)
    return entry.label(language) if entry else code


def meant(text: str, name: str) -> str | None:
    """Return the code that people mean by a text: itself, its words, an example of it."""
    return _meanings(name).get(spelling.key(text))


@cache
def _meanings(name: str) -> Mapping[str, str]:
    # What is said of a code by itself counts more than a word of it, and that than an example.
    found: dict[str, str] = {}
    for read in (_own_words, _pieces, _examples):
        for entry in entries(name).values():
            for text in read(entry):
                found.setdefault(spelling.key(text), entry.code)
    found.pop("", None)
    return found


def _own_words(entry: Entry) -> Sequence[str]:
    return entry.code, entry.fields["label_fr"], entry.fields.get("label_en", "")


def _pieces(entry: Entry) -> Sequence[str]:
    return [piece for words in _own_words(entry) for piece in APART.split(words)]


def _examples(entry: Entry) -> Sequence[str]:
    return APART.split(entry.fields.get("examples_fr", ""))
