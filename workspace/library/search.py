"""How a case becomes a document of the index, and how the index answers for the library."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import french, grammar, passages, reference
from workspace.core.finding import SIGN, Answer, Question
from workspace.core.grammar import Query
from workspace.core.index import Document
from workspace.core.keeper import Keeper
from workspace.core.passages import Part
from workspace.core.upkeep import Source
from workspace.library import policy, queries
from workspace.library.models import Case
from workspace.library.queries import Brief

READ = 3  # words that are named in place of one that nobody wrote
USUAL = 8  # codes of a facet that are shown at once
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

    @property
    def is_narrowed(self) -> bool:
        """Tell whether some facet is chosen."""
        return any(self.chosen.values())


@dataclass(frozen=True)
class Shown:
    """A case in a list of results: the passage that answers, and where its words stand."""

    brief: Brief
    title: list[Part]
    passage: list[Part]
    where: list[str]


@dataclass(frozen=True)
class Facet:
    """A way to narrow the results: its codes with how many cases each, the usual ones first."""

    name: str
    first: list[tuple[str, int]]
    others: list[tuple[str, int]]
    chosen: frozenset[str]


@dataclass(frozen=True)
class Page:
    """What a page of results shows."""

    found: "Found"
    results: list[Shown]
    facets: list[Facet]
    forms: dict[str, str]  # the words read in place of others, as the texts spell them


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


def page(session: Session, keeper: Keeper, asked: Asked, person: User | None) -> Page:
    """Answer a question with passages, reasons and facets."""
    found = find(session, keeper, asked, person)
    slugs = [slug for slug, _ in found.answer.hits]
    briefs = queries.briefs(session, slugs, policy.statuses(person)) if slugs else {}
    shown = [_shown(briefs[slug], found.stems) for slug in slugs if slug in briefs]
    texts = [text for one in shown for text in (one.brief.title, *one.brief.sections.values())]
    read = {word for reading in found.answer.readings for word in reading.read[:READ]}
    return Page(
        found,
        shown,
        [facet for name in FACETS if (facet := _facet(name, found.answer, asked)).first],
        {word: passages.form_of(texts, word) for word in read},
    )


def results(session: Session, keeper: Keeper, asked: Asked, person: User | None) -> Results:
    """Answer a question with names, titles and scores alone; nothing asked is nothing found."""
    if not asked.text.strip():
        return Results(total=0, results=[])
    found = find(session, keeper, asked, person).answer
    slugs = [slug for slug, _ in found.hits]
    titles = queries.titles(session, slugs, policy.statuses(person))
    hits = [
        Hit(id=slug, title=titles[slug], score=score)
        for slug, score in found.hits
        if slug in titles
    ]
    return Results(total=found.total, results=hits)


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


def _shown(brief: Brief, stems: frozenset[str]) -> Shown:
    texts = {"title": brief.title, **brief.sections}
    if brief.lang == "fr":
        texts = {name: french.printed(text) for name, text in texts.items()}
    read = {name: passages.read(text, stems) for name, text in texts.items()}
    where = [name for name, found in read.items() if found.places]
    title = passages.marked(read.pop("title"))
    passage = passages.passage(list(read.values()))
    return Shown(brief, title, passage, where or (["facts"] if stems else []))


def _facet(name: str, answer: Answer, asked: Asked) -> Facet:
    chosen = frozenset(asked.chosen.get(name, ()))
    counts = sorted(answer.facets.get(name, {}).items(), key=lambda one: (-one[1], one[0]))
    first = [one for place, one in enumerate(counts) if place < USUAL or one[0] in chosen]
    return Facet(name, first, [one for one in counts if one not in first], chosen)


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


def _mark(session: Session) -> str:
    # The digest tells a library from another one that has come as far.
    head = queries.head(session)
    return f"{head.seq} {head.digest}" if head else "0 "


def _changed(session: Session, mark: str) -> Sequence[int] | None:
    head = queries.head(session)
    seq, _, digest = mark.partition(" ")
    if head is None or not digest or not seq.isdecimal():
        return None
    if queries.digest_at(session, head.space_id, int(seq)) != digest:
        return None
    return queries.changed_since(session, head.space_id, int(seq))


def _documents(session: Session, ids: Sequence[int]) -> list[Document]:
    return [document_of(case) for case in queries.by_id(session, ids)]


SOURCE = Source(_mark, _changed, queries.ids, _documents)
