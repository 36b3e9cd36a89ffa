"""Taking over the public register, and declaring by hand what it does not hold."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from workspace.core import journal
from workspace.territories import queries
from workspace.territories.models import (
    Declared,
    Territory,
    TerritoryWord,
    Vintage,
    whole,
    words_of,
)

Line: TypeAlias = "dict[str, str]"
Row: TypeAlias = "dict[str, Any]"  # of a table: text, numbers, nothing
Key: TypeAlias = "tuple[str, str]"

FILES = ("regions", "departements", "epci", "communes")
TERRITORY = cast("Table", Territory.__table__)
WORD = cast("Table", TerritoryWord.__table__)
FOUND_BY = {"others", "is_searched"}
# An overseas collectivity stands in the register as a region too, which it is not.
COLLECTIVITY = "com"
# An intercommunality is called by its kind as often as by the letters of the register.
KINDS = {
    "CC": ("communaute", "communes"),
    "CA": ("communaute", "agglomeration"),
    "CU": ("communaute", "urbaine"),
}


@dataclass(frozen=True)
class Entry:
    """A territory of the register, and what it is called besides its name and its code."""

    level: str
    code: str
    name: str
    population: int | None
    departement: str | None = None
    region: str | None = None
    epci: str | None = None
    others: Sequence[str] = ()
    is_searched: bool = True

    def row(self) -> Row:
        """Return it as the table holds it."""
        told = {name: value for name, value in vars(self).items() if name not in FOUND_BY}
        return told | {"is_former": False, "is_fictional": False}

    def words(self) -> set[str]:
        """Return the words by which it is found."""
        if not self.is_searched:
            return set()
        words = words_of(self.name)
        return {*words, whole(words), self.code.lower(), *self.others}


def load_register(session: Session, folder: Path) -> bool:
    """Take over the register of a folder; one that is already there changes nothing."""
    digest = _digest(folder)
    if digest == queries.vintage(session):
        return False
    entries = list(_entries({name: _lines(folder / f"{name}.csv") for name in FILES}))
    _replace(session, entries)
    _index(session, entries)
    vintage = Vintage(digest=digest)
    session.add(vintage)
    session.flush()
    by = journal.Hand(journal.accounts_space(session))
    journal.record(session, by, "territories.loaded", vintage.id, count=len(entries))
    return True


def declare(session: Session, by: journal.Author, declared: Declared) -> Territory:
    """Add a territory that the register does not hold; only the space of its author knows it."""
    territory = Territory(**vars(declared), space_id=by.space_id)
    session.add(territory)
    session.flush()
    journal.record(session, by, "territories.declared", territory.id, title=territory.name)
    return territory


def _digest(folder: Path) -> str:
    files = ((folder / f"{name}.csv").read_bytes() for name in FILES)
    return hashlib.sha256(b"\0".join(files)).hexdigest()


def _lines(path: Path) -> list[Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _entries(files: Mapping[str, list[Line]]) -> Iterator[Entry]:
    communes = files["communes"]
    regions, departements = _people(communes, "region"), _people(communes, "departement")
    for line in files["regions"]:
        people, is_region = regions[line["code"]], line["zone"] != COLLECTIVITY
        yield Entry("region", line["code"], line["nom"], people, is_searched=is_region)
    for line in files["departements"]:
        people = departements[line["code"]]
        yield Entry("departement", line["code"], line["nom"], people, region=line["region"])
    places = _places(communes)
    for line in files["epci"]:
        yield Entry(
            "epci",
            line["siren"],
            line["nom"],
            _number(line["population_municipale"]),
            *places[line["siren"]],
            others=KINDS.get(line["type"], ()),
        )
    for line in communes:
        yield Entry(
            "commune",
            line["code"],
            line["nom"],
            _number(line["population"]),
            line["departement"],
            line["region"],
            line["epci_siren"] or None,
            others=line["codes_postaux"].split(),
        )


def _people(communes: Iterable[Line], column: str) -> Counter[str]:
    people: Counter[str] = Counter()
    for line in communes:
        people[line[column]] += _number(line["population"]) or 0
    return people


def _places(communes: Iterable[Line]) -> dict[str, Key]:
    # An intercommunality is where most of its communes are.
    counts: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    for line in communes:
        counts[line["epci_siren"]][line["departement"], line["region"]] += 1
    return {siren: found.most_common(1)[0][0] for siren, found in counts.items()}


def _number(text: str) -> int | None:
    return int(text) if text else None


def _replace(session: Session, entries: Sequence[Entry]) -> None:
    # What has left the register stays: projects and cases of the past speak of it.
    before = queries.register(session)
    rows = {(entry.level, entry.code): entry.row() for entry in entries}
    new = [row for key, row in rows.items() if key not in before]
    kept = [row | {"key": before[key]} for key, row in rows.items() if key in before]
    gone = [{"key": before[key]} for key in before if key not in rows]
    one = update(TERRITORY).where(TERRITORY.c.id == bindparam("key"))
    if new:
        session.execute(insert(TERRITORY), new)
    if kept:
        session.execute(one, kept)
    if gone:
        session.execute(one.values(is_former=True), gone)


def _index(session: Session, entries: Sequence[Entry]) -> None:
    ids = queries.register(session)
    session.execute(delete(WORD))
    session.execute(
        insert(WORD),
        [
            {
                "territory_id": ids[entry.level, entry.code],
                "word": word,
                "population": entry.population or 0,
            }
            for entry in entries
            for word in sorted(entry.words())
        ],
    )
