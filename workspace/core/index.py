"""The index as Whoosh keeps it: posting lists, written to and read from files held in memory.

Nothing else knows Whoosh. A reader is used by one thread at a time.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader, TermNotFound

from workspace.core import french
from workspace.core.folder import DamagedError

FORMAT = 1  # to be raised when what is written changes: older files are then made again
GAP = " "  # between the two words of a pair
LARGE = 1000  # documents of a segment that is not merged any more
RATIO = 2  # a segment smaller than that many times all the smaller ones is merged with them

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Document:
    """What is indexed of something: who may see it, what it says, where it is filed."""

    id: str
    title: str
    text: str
    seen_by: str
    facets: Sequence[str]


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field that is given the words themselves, counted."""

    def __init__(self, *, scorable: bool) -> None:
        """Keep how often each word stands in a document, and how many words there are."""
        super().__init__(formats.Existence(), None, scorable=scorable)

    def index(
        self, value: Mapping[str, int], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return each word with its count."""
        return ((word.encode(), count, float(count), b"") for word, count in value.items())


class Memory(RamStorage):  # type: ignore[misc]  # Whoosh has no types
    """Files that are held in memory, those of a write included."""

    def __init__(self, files: Files) -> None:
        """Begin with some files."""
        super().__init__()
        self.files = dict(files)

    def open_file(self, name: str, **_: object) -> Any:  # one of Whoosh's own
        """Open a file without copying it."""
        return BufferFile(self.files[name], name=name)

    def temp_storage(self, name: str | None = None) -> "Memory":
        """Return a place for the files of a write."""
        del name
        return Memory({})


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own way of writing, less what nobody reads: the lengths beside each posting."""

    length_stats = False


class Pool:
    """The postings of a write, eight bytes each; they come in the order of their documents."""

    def __init__(self) -> None:
        """Begin with none."""
        self._postings: dict[tuple[str, bytes], array[float]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Keep a posting."""
        field, term, number, weight, _ = item
        found = self._postings.get((field, term))
        if found is None:
            self._postings[field, term] = array("f", (number, weight))
        else:
            found.extend((number, weight))

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Return all postings, in the order of fields and terms."""
        for field, term in sorted(self._postings):
            found = iter(self._postings[field, term])
            for number, weight in zip(found, found, strict=True):
                yield field, term, int(number), weight, b""

    def cleanup(self) -> None:
        """Let go of the postings."""
        self._postings.clear()


SCORED = ("all", "exact", "bi", "title")
SCHEMA = fields.Schema(
    id=fields.ID(sortable=columns.VarBytesColumn()),
    **{name: Terms(scorable=True) for name in SCORED},
    seen=Terms(scorable=False),
    facets=Terms(scorable=False),
)


class Reader:
    """The posting lists of one state of the index; documents are numbered from 0."""

    def __init__(self, files: Files) -> None:
        """Open what was written."""
        try:
            self._reader = FileIndex(Memory(files)).reader()
        except Exception as error:  # whatever Whoosh meets in files that are not quite its own
            raise DamagedError(str(error)) from error
        self.size: int = self._reader.doc_count_all()

    def postings(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        """Return each document that has a term, with how often."""
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return
        number, weight, following = matcher.id, matcher.weight, matcher.next
        while matcher.is_active():
            yield number(), weight()
            following()

    def lengths(self, field: str) -> "array[int]":
        """Return how many words each document has in a field, roughly when there are many."""
        length = self._reader.doc_field_length
        return array("I", (length(number, field) or 0 for number in range(self.size)))

    def terms(self, field: str) -> list[str]:
        """Return the terms of a field, in their order."""
        return [term.decode() for term in self._reader.lexicon(field)]

    def held(self) -> dict[str, str]:
        """Return who may see each document, by its id."""
        seen = {
            number: token
            for token in self.terms("seen")
            for number, _ in self.postings("seen", token)
        }
        return dict(zip(self.ids(seen), seen.values(), strict=True))

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """Return the ids of documents."""
        if not self.size:
            return []
        column = self._reader.column_reader("id")
        return [column[number] for number in numbers]


def write(files: Files | None, documents: Sequence[Document]) -> Files:
    """Return the files with documents added, or put in place of those with the same ids.

    A long list is better written in parts: what is written at once is held in memory.
    """
    try:
        return _write(files, documents)
    except Exception as error:  # whatever Whoosh meets in files that are not quite its own
        raise DamagedError(str(error)) from error


def _write(files: Files | None, documents: Sequence[Document]) -> Files:
    storage = Memory(files or {})
    index = FileIndex(storage) if files else FileIndex.create(storage, SCHEMA, "MAIN")
    writer = index.writer(compound=False, codec=Codec())
    writer.pool = Pool()
    reader = index.reader()
    for document in documents:
        for number in _numbers(reader, document.id):
            writer.delete_document(number)
    for document in documents:
        writer.add_document(**_fields_of(document))
    writer.commit(mergetype=_merge)
    kept: Files = storage.files
    return kept


def _fields_of(document: Document) -> dict[str, object]:
    title = list(french.words(document.title))
    found = [*title, *french.words(document.text)]
    stems = [word.stem for word in found]
    return {
        "id": document.id,
        "all": Counter(stems),
        "exact": Counter(word.plain for word in found),
        "bi": Counter(GAP.join(pair) for pair in pairwise(stems)),
        "title": Counter(word.stem for word in title),
        "seen": {document.seen_by: 1},
        "facets": dict.fromkeys(document.facets, 1),
    }


def _numbers(reader: Any, id_: str) -> list[int]:  # one of Whoosh's own
    try:
        return list(reader.postings("id", id_).all_ids())
    except TermNotFound:
        return []


def _merge(writer: Any, segments: Sequence[Any]) -> list[Any]:  # Whoosh's own
    kept = [segment for segment in segments if _is_large(segment)]
    small = sorted((s for s in segments if not _is_large(s)), key=_size, reverse=True)
    for place, segment in enumerate(small):
        if _size(segment) < RATIO * sum(map(_size, small[place + 1 :])) or _is_worn(segment):
            for merged in filter(_size, small[place:]):
                writer.add_reader(SegmentReader(writer.storage, writer.schema, merged))
            return kept + small[:place]
    return kept + small


def _is_large(segment: Any) -> bool:  # one of Whoosh's own
    return _size(segment) >= LARGE and not _is_worn(segment)


def _is_worn(segment: Any) -> bool:  # one of Whoosh's own
    return bool(segment.deleted_count() > _size(segment) / RATIO)


def _size(segment: Any) -> int:  # one of Whoosh's own
    count: Callable[[], int] = segment.doc_count
    return count()
