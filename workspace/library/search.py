"""How a case becomes a document of the index, and how the index answers for the library."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypedDict

from sqlalchemy.orm import Session, sessionmaker

from workspace.accounts.models import User
from workspace.core import aside, french, grammar, index, reference
from workspace.core.finding import SIGN, Answer, Question
from workspace.core.folder import DamagedError
from workspace.core.grammar import Query
from workspace.core.index import Document, Files
from workspace.core.keeper import Keeper
from workspace.library import policy, queries
from workspace.library.models import Case

READ = 50  # cases that are read at once
PARCEL, LARGEST = 500, 8_000_000  # documents that are written at once, and their characters
MOST = 100  # results that are given at once
# What may be written before a colon in a question, and the list that knows its words.
FIELDS = {
    "echelle": ("scale", "territory_levels"),
    "domaine": ("domain", "cultural_domains"),
    "acteur": ("actor", "actor_types"),
    "dispositif": ("device", "devices"),
    "periode": ("period", ""),
}
TITLE = "titre"
FACETS = ("scale", "domain", "actor", "device", "period", "evidence")


class Hit(TypedDict):
    """A case that was found."""

    id: str
    title: str
    score: float


class Results(TypedDict):
    """What was found, names, titles and scores alone."""

    total: int
    results: list[Hit]


@dataclass(frozen=True)
class Asked:
    """A question to the library, as it was typed and chosen."""

    text: str = ""
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    start: int = 0
    number: int = 10
    as_typed: bool = False


@dataclass(frozen=True)
class Found:
    """The answer to a question, and whether it comes from the index."""

    answer: Answer
    query: Query
    is_partial: bool = False

    @property
    def stems(self) -> frozenset[str]:
        """Return the families of the words that were looked up."""
        return frozenset(word.stem for slot in self.answer.words for word in slot)


def document_of(case: Case) -> Document:
    """Return what the index holds of a case."""
    return Document(case.slug, case.title, case.text, case.seen_by, case.facets)


def find(session: Session, keeper: Keeper, asked: Asked, person: User | None) -> Found:
    """Answer a question from the index, or from the database when there is no index."""
    question = _question(asked)
    snapshot = keeper.current()
    if snapshot is None:
        return Found(_look_up(session, question, person), question.query, is_partial=True)
    return Found(snapshot.answer(question, policy.tokens(person)), question.query)


def results(session: Session, keeper: Keeper, asked: Asked, person: User | None) -> Results:
    """Answer a question with names, titles and scores alone."""
    found = find(session, keeper, asked, person).answer
    slugs = [slug for slug, _ in found.hits]
    titles = queries.titles(session, slugs, policy.statuses(person))
    hits = [
        Hit(id=slug, title=titles[slug], score=score)
        for slug, score in found.hits
        if slug in titles
    ]
    return Results(total=found.total, results=hits)


def keep_up(reading: sessionmaker[Session], keeper: Keeper) -> None:
    """Do what keeps the index whole and up to date, if this process is the one that writes."""
    keeper.current()
    if not keeper.claim():
        return
    if keeper.folder.has_wish():
        rebuild(reading, keeper)
        keeper.folder.grant()
    keeper.mend()
    catch_up(reading, keeper)


def catch_up(reading: sessionmaker[Session], keeper: Keeper) -> bool:
    """Bring the index to where the journal of the library is; tell whether it was behind."""
    with reading() as session:
        head = queries.head(session)
        mark = _mark(head)
        current = keeper.current()
        if current is not None and current.mark == mark:
            return False
        changed = _changed(session, head, current.mark if current else "")
    if current is None or changed is None:
        rebuild(reading, keeper)
        return True
    try:
        keeper.keep(mark, _written(reading, current.files, iter(changed)))
    except DamagedError:
        rebuild(reading, keeper)
    return True


def rebuild(reading: sessionmaker[Session], keeper: Keeper) -> None:
    """Make the index again from the database."""
    with reading() as session:
        mark, ids = _mark(queries.head(session)), queries.ids(session)
    keeper.keep(mark, _written(reading, None, iter(ids)))


def is_up_to_date(session: Session, keeper: Keeper) -> bool:
    """Tell whether whoever asks the index finds all that the library holds."""
    current = keeper.current()
    return current is not None and current.mark == _mark(queries.head(session))


def _question(asked: Asked) -> Question:
    query = grammar.parse(asked.text, {*FIELDS, TITLE})
    chosen = {name: set(codes) for name, codes in asked.chosen.items() if codes}
    titled = list[french.Word]()
    for name, value in query.fields:
        if name == TITLE:
            titled += french.words(value)
        else:
            facet, known = FIELDS[name]
            chosen.setdefault(facet, set()).update(_codes(known, value))
    return Question(query, chosen, titled, asked.start, asked.number, as_typed=asked.as_typed)


def _codes(known: str, value: str) -> set[str]:
    # A code, or the beginning of what the list calls it.
    wanted = french.fold(value).strip()
    entries = reference.entries(known) if known else {}
    labels = {code: french.fold(entry.label("fr")) for code, entry in entries.items()}
    found = {code for code, label in labels.items() if wanted and label.startswith(wanted)}
    return found | {value, value.upper(), value.lower()}


def _look_up(session: Session, question: Question, person: User | None) -> Answer:
    if question.query.says_nothing:
        return Answer()
    words = [word.plain for word in (*question.query.words, *question.titled)]
    words += [*question.query.beginnings, *(w.plain for p in question.query.phrases for w in p)]
    rows = queries.look_up(session, words[: grammar.MOST], policy.statuses(person))
    kept = [(case, score) for case, score in rows if _is_filed(case, question)]
    page = kept[question.start : question.start + question.number]
    return Answer(
        total=len(kept),
        hits=[(case.slug, score) for case, score in page],
        facets=_counted(case.facets for case, _ in kept),
        words=[[french.Word(word, french.stem(word))] for word in words],
    )


def _is_filed(case: Case, question: Question) -> bool:
    facets = set(case.facets)
    return all(
        any(f"{name}{SIGN}{code}" in facets for code in codes)
        for name, codes in question.chosen.items()
    )


def _counted(filed: Iterable[Sequence[str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for facet in (facet for facets in filed for facet in facets):
        name, _, code = facet.partition(SIGN)
        codes = counts.setdefault(name, {})
        codes[code] = codes.get(code, 0) + 1
    return counts


def _mark(head: queries.Head | None) -> str:
    # The digest tells a library from another one that has come as far.
    return f"{head.seq} {head.digest}" if head else "0 "


def _changed(session: Session, head: queries.Head | None, mark: str) -> Sequence[int] | None:
    # None when the index does not stand for an earlier state of this library.
    seq, _, digest = mark.partition(" ")
    if head is None or not seq.isdecimal() or not digest or int(seq) > head.seq:
        return None
    if queries.digest_at(session, head.space_id, int(seq)) != digest:
        return None
    return queries.changed_since(session, head.space_id, int(seq))


def _written(reading: sessionmaker[Session], files: Files | None, ids: Iterator[int]) -> Files:
    written = files if files is not None else aside.run(index.write, None, [])
    for parcel in _parcels(_documents(reading, ids)):
        written = aside.run(index.write, written, parcel)
    return written


def _documents(reading: sessionmaker[Session], ids: Iterator[int]) -> Iterator[Document]:
    while wanted := list(islice(ids, READ)):
        with reading() as session:
            cases = queries.by_id(session, wanted)
        yield from map(document_of, cases)


def _parcels(documents: Iterable[Document]) -> Iterator[list[Document]]:
    parcel, size = list[Document](), 0
    for document in documents:
        parcel.append(document)
        size += len(document.text)
        if len(parcel) >= PARCEL or size >= LARGEST:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel
