"""The reference lists of the domain: codes with their words, in French and in English."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "content" / "ref"


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
