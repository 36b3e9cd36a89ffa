"""Keeping an index at what the database holds: what changed since its mark, or all of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session, sessionmaker

from workspace.core import aside, index
from workspace.core.folder import DamagedError
from workspace.core.index import Document, Files, Reader
from workspace.core.keeper import Keeper

READ = 50  # objects that are read at once
PARCEL, LARGEST = 1000, 16_000_000  # documents that are written at once, and their characters

Reading = sessionmaker[Session]


@dataclass(frozen=True)
class Source:
    """Where the documents of an index come from."""

    mark: Callable[[Session], str]  # what the whole stands for now
    changed: Callable[[Session, str], Sequence[int] | None]  # None when the mark is foreign
    ids: Callable[[Session], Sequence[int]]
    documents: Callable[[Session, Sequence[int]], list[Document]]


def keep_up(reading: Reading, keeper: Keeper, source: Source) -> None:
    """Do what keeps the index whole and up to date, if this process is the one that writes."""
    keeper.current()
    if not keeper.claim():
        return
    if keeper.folder.has_wish():
        rebuild(reading, keeper, source)
        keeper.folder.grant()
    keeper.mend()
    catch_up(reading, keeper, source)


def catch_up(reading: Reading, keeper: Keeper, source: Source) -> bool:
    """Bring the index to where the database is; tell whether it was behind."""
    current = keeper.current()
    with reading() as session:
        mark = source.mark(session)
        if current is not None and current.mark == mark:
            return False
        changed = source.changed(session, current.mark) if current else None
    if current is None or changed is None:
        rebuild(reading, keeper, source)
        return True
    try:
        keeper.keep(mark, _written(reading, source, current.files, changed))
    except DamagedError:
        rebuild(reading, keeper, source)
    return True


def rebuild(reading: Reading, keeper: Keeper, source: Source) -> None:
    """Make the index again from the database."""
    with reading() as session:
        mark, ids = source.mark(session), source.ids(session)
    keeper.keep(mark, _written(reading, source, aside.run(index.write, None, []), ids))


def is_up_to_date(session: Session, keeper: Keeper, source: Source) -> bool:
    """Tell whether whoever asks the index finds all that the database holds."""
    current = keeper.current()
    return current is not None and current.mark == source.mark(session)


def unready(keeper: Keeper, source: Source, session: Session) -> Iterator[str]:
    """Name what keeps the index from being asked: none is there, and there is something to find."""
    if keeper.current() is None and source.ids(session):
        yield "index: none yet"


def faults(session: Session, keeper: Keeper, source: Source) -> Iterator[str]:
    """Name what the files of the index say that the database does not, and the reverse."""
    try:
        held = Reader(keeper.folder.read({}).files).held()
    except DamagedError as error:
        yield f"index: is damaged, to be made again ({error})"
        return
    wanted = {one.id: one.seen_by for one in source.documents(session, source.ids(session))}
    for id_ in sorted(held.keys() | wanted.keys()):
        if held.get(id_) != wanted.get(id_):
            yield f"index: {id_} is not what the database says"


def _written(reading: Reading, source: Source, files: Files, ids: Sequence[int]) -> Files:
    # The database is read here, between the other requests; what computes for long is done aside.
    for parcel in _parcels(_documents(reading, source, iter(ids))):
        files = aside.run(index.write, files, parcel)
    return files


def _documents(reading: Reading, source: Source, ids: Iterator[int]) -> Iterator[Document]:
    while wanted := list(islice(ids, READ)):
        with reading() as session:
            documents = source.documents(session, wanted)
        yield from documents


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
