"""Who wrote each word of a text: what is known of a document, laid upon its text."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice, repeat
from typing import NamedTuple

from workspace.core import scroll
from workspace.core.differences import Kind, Run, words
from workspace.core.lines import Line, fold, settle
from workspace.core.prose import Prose, Span, written
from workspace.core.structs import Id, utf16

Ranges = Mapping[int, Sequence[tuple[int, int]]]  # of clocks, by client


class Stretch(NamedTuple):
    """Some characters that follow each other, and the number of who wrote them; 0: nobody knows."""

    text: str
    by: int


class SignedRun(NamedTuple):
    """Some words that share the same fate and the same hand."""

    kind: Kind
    text: str
    by: int


def by_client(runs: Iterable[scroll.Run], numbers: Mapping[int, int]) -> list[Stretch]:
    """Return what can be read of a document, by the number of who held each client."""
    return [Stretch(run.text, numbers.get(run.client, 0)) for run in runs]


def by_remover(runs: Sequence[scroll.Run], removals: Iterable[tuple[Ranges, int]]) -> list[Stretch]:
    """Return what could be read of a document, by the number of who removed it first since."""
    letters = [(place, sign) for run in runs for place, sign in _letters(run)]
    clocks: defaultdict[int, list[int]] = defaultdict(list)
    for client, clock in sorted(place for place, _sign in letters):
        clocks[client].append(clock)
    by: dict[Id, int] = {}
    for ranges, number in removals:
        for client in clocks.keys() & ranges.keys():
            for start, end in ranges[client]:
                held = clocks[client]
                for clock in held[bisect_left(held, start) : bisect_left(held, end)]:
                    by.setdefault((client, clock), number)
    return [Stretch(sign, by.get(place, 0)) for place, sign in letters]


def sign(lines: Sequence[Line], stretches: Iterable[Stretch]) -> Prose:
    """Return a text whose words bear the number of who wrote their first letter.

    Stretches that do not say what the lines say sign nothing.
    """
    told = list(stretches)
    if "".join(one.text for one in told) != "".join(line.text for line in lines):
        return fold(settle(lines))
    hands = chain.from_iterable(repeat(one.by, len(one.text)) for one in told)
    return fold(settle(_signed(line, hands) for line in lines))


def hands(prose: Prose) -> list[int]:
    """Return who wrote each character of the words alone of a text; a line is of who begins it."""
    found: list[int] = []
    for block in written(prose):
        if found:
            found.append(block.spans[0].marks.by)
        found += chain.from_iterable(repeat(span.marks.by, len(span.text)) for span in block.spans)
    return found


def passages(prose: Prose) -> Iterator[Stretch]:
    """Return the passages of a text, each by one hand and within one paragraph."""
    for block in written(prose):
        for by, spans in groupby(block.spans, key=lambda span: span.marks.by):
            yield Stretch("".join(span.text for span in spans), by)


def attribute(runs: Iterable[Run], old: Prose, new: Prose) -> list[SignedRun]:
    """Say of what changed between the words of two signed texts who wrote it.

    What is removed goes by the numbers of the old text, the rest by those of the new one.
    """
    held = {kind: hands(new) for kind in (Kind.SAME, Kind.ADDED)} | {Kind.REMOVED: hands(old)}
    at = {False: 0, True: 0}  # in the new text, and in the old one
    found: list[SignedRun] = []
    for run in runs:
        start = at[run.kind is Kind.REMOVED]
        for is_old in (False, True):
            at[is_old] += len(run.text) * (run.kind is not (Kind.ADDED if is_old else Kind.REMOVED))
        found += _cut(run, held[run.kind][start : start + len(run.text)])
    return found


def counted_by(runs: Iterable[SignedRun]) -> dict[int, Counter[Kind]]:
    """Count the words that each hand added and removed, those of nobody under 0."""
    found: defaultdict[int, Counter[Kind]] = defaultdict(Counter)
    for run in runs:
        count = words(run.text)
        if run.kind is not Kind.SAME and count:
            found[run.by][run.kind] += count
    return found


def _letters(run: scroll.Run) -> Iterator[tuple[Id, str]]:
    clock = run.clock
    for sign in run.text:
        yield (run.client, clock), sign
        clock += utf16(sign)


def _cut(run: Run, by: Sequence[int]) -> Iterator[SignedRun]:
    if run.kind is Kind.SAME:
        yield SignedRun(run.kind, run.text, 0)
        return
    signs = iter(run.text)
    for one, same in groupby(by):
        text = "".join(islice(signs, len(list(same))))
        said = text.lstrip("\n") or text
        if said != text:  # the line that ends above is not where the words stand
            yield SignedRun(Kind.SAME, text[: -len(said)], 0)
        yield SignedRun(run.kind, said, one)


def _signed(line: Line, by: Iterator[int]) -> Line:
    return replace(line, spans=tuple(one for span in line.spans for one in _split(span, by)))


def _split(span: Span, by: Iterator[int]) -> Iterator[Span]:
    signs = iter(span.text)
    for one, same in groupby(islice(by, len(span.text))):
        text = "".join(islice(signs, len(list(same))))
        yield Span(text, span.marks._replace(by=one))
