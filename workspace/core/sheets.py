"""Sheets in CSV: read from whatever a spreadsheet made, written so that nothing is lost or run."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from workspace.core.errors import WorkspaceError

LARGEST_FILE = 5 * 1024 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 20_000
LONGEST_CELL = 100_000
SEPARATORS = (";", "\t", "|", ",")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
GUESSES = ("utf-8", "cp1252", "latin-1")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
SAMPLE = 20_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NAMED_SEPARATOR = re.compile(r"sep=([;,|\t])(?:\r\n?|\n)", re.IGNORECASE)
# What a spreadsheet would run or swallow; the apostrophe in front is its own sign for plain text.
RISKY = re.compile("'*(?:[\t\r\n]|\\s*[=+\\-@＝＋－＠])")  # noqa: RUF001 (full-width is risky too)
QUOTED = re.compile('[;,|\t"\r\n]|^sep=|^\\s|\\s$', re.IGNORECASE)
END = "\x00"


class Trouble(StrEnum):
    """What can be wrong with a sheet; the first ones stop the reading, the others are told."""

    EMPTY = "empty"
    LARGE = "large"
    WORKBOOK = "workbook"
    ENCODING = "encoding"
    COLUMNS = "columns"
    ROWS = "rows"
    CELL = "cell"
    QUOTE = "quote"
    CONTROL = "control"
    UNNAMED = "unnamed"
    TWICE = "twice"
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True)
class Problem:
    """Something wrong on a line of the file; the detail is the name of a column, or a number."""

    line: int
    trouble: Trouble
    detail: str = ""


class SheetRefused(WorkspaceError):  # noqa: N818 (named as it is said)
    """The file cannot be read as a sheet, and where that was noticed."""

    def __init__(self, trouble: Trouble, line: int = 1) -> None:
        """Keep the reason and the line."""
        super().__init__(f"{trouble} (line {line})")
        self.problem = Problem(line, trouble)


@dataclass(frozen=True)
class Row:
    """A line of a sheet: as many cells as there are headers, whatever the file held."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """What a file said, with what was wrong in it, line by line."""

    headers: Sequence[str]
    rows: Sequence[Row]
    encoding: str
    separator: str
    problems: Sequence[Problem] = field(default=())

    def troubles(self, line: int) -> list[Trouble]:
        """Return what is wrong on a line."""
        return [problem.trouble for problem in self.problems if problem.line == line]


def read(content: bytes) -> Sheet:
    """Read a file as a sheet, or say why it cannot be one."""
    if len(content) > LARGEST_FILE:
        raise SheetRefused(Trouble.LARGE)
    if content.startswith(WORKBOOKS):
        raise SheetRefused(Trouble.WORKBOOK)
    text, encoding = _decoded(content)
    unseen = _unseen(text)
    text = CONTROL.sub("", text)
    named = NAMED_SEPARATOR.match(text)
    separator = named.group(1) if named else _separator(text)
    first, *rest = _records(text, separator, skipped=1 if named else 0)
    headers = list(first.cells)
    return Sheet(
        headers=headers,
        rows=[Row(row.line, _fitted(row.cells, len(headers))) for row in rest],
        encoding=encoding,
        separator=separator,
        problems=sorted(
            [*unseen, *_misnamed(first), *_ragged(rest, len(headers))], key=lambda told: told.line
        ),
    )


def write(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a sheet that spreadsheets open without running anything, and that `read` gives back."""
    lines = (";".join(_quoted(cell, alone=len(row) == 1) for cell in row)
             for row in chain([headers], rows))  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig", "replace")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if RISKY.match(cell) else cell


def _meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and RISKY.match(cell) else cell


def _quoted(cell: str, *, alone: bool) -> str:
    safe = harmless(cell)
    if QUOTED.search(safe) or (alone and not safe):
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _decoded(content: bytes) -> tuple[str, str]:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise SheetRefused(Trouble.ENCODING)


def _encodings(content: bytes) -> Sequence[str]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    # Without a mark, two bytes a letter shows by a zero in every other place of a Latin text.
    odd, even = content[1:SAMPLE:2].count(0), content[0:SAMPLE:2].count(0)
    pairs = min(len(content), SAMPLE) // 2
    if max(odd, even) * 3 > pairs > min(odd, even) * 10:
        return ("utf-16-le" if odd > even else "utf-16-be",)
    return GUESSES


def _separator(text: str) -> str:
    # Outside quotes, the separator stands as often on each line as among the headers.
    outside = "".join(text[:SAMPLE].split('"')[::2])
    lines = [line for line in outside.splitlines() if line.strip()] or [""]

    def likeness(mark: str) -> tuple[int, int]:
        width = lines[0].count(mark)
        return sum(line.count(mark) == width for line in lines) if width else 0, width

    return max(SEPARATORS, key=likeness)


def _records(text: str, separator: str, *, skipped: int) -> list[Row]:
    lines = io.StringIO(text, newline="")
    for _line in range(skipped):
        next(lines)
    rows = [row for row in _parsed(lines, separator, skipped) if any(row.cells)]
    if not rows:
        raise SheetRefused(Trouble.EMPTY)
    if len(rows[0].cells) > MOST_COLUMNS:
        raise SheetRefused(Trouble.COLUMNS, rows[0].line)
    return rows


def _parsed(lines: Iterable[str], separator: str, before: int) -> Iterator[Row]:
    # A last line of our own comes out alone, unless a quotation mark was never closed.
    reader = csv.reader(chain(lines, [END]), delimiter=separator)
    start = 1
    try:
        for count, cells in enumerate(reader):
            line, start = before + start, reader.line_num + 1
            if cells == [END]:
                return
            _check(cells, line, count)
            yield Row(line, [_meant(cell) for cell in cells])
    except csv.Error:
        raise SheetRefused(Trouble.CELL, before + start) from None


def _check(cells: Sequence[str], line: int, count: int) -> None:
    if cells and cells[-1].endswith(END):
        raise SheetRefused(Trouble.QUOTE, line)
    if count > MOST_ROWS:
        raise SheetRefused(Trouble.ROWS, line)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise SheetRefused(Trouble.CELL, line)


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _unseen(text: str) -> list[Problem]:
    if not CONTROL.search(text):
        return []
    return [
        Problem(number, Trouble.CONTROL)
        for number, line in enumerate(io.StringIO(text, newline=""), start=1)
        if CONTROL.search(line)
    ]


def _misnamed(first: Row) -> Iterator[Problem]:
    names = Counter(name.strip().casefold() for name in first.cells)
    for place, name in enumerate(first.cells, start=1):
        if not name.strip():
            yield Problem(first.line, Trouble.UNNAMED, str(place))
        elif names.pop(name.strip().casefold(), 1) > 1:
            yield Problem(first.line, Trouble.TWICE, name.strip())


def _ragged(rows: Iterable[Row], width: int) -> Iterator[Problem]:
    for row in rows:
        if len(row.cells) != width:
            trouble = Trouble.SHORT if len(row.cells) < width else Trouble.LONG
            yield Problem(row.line, trouble, str(len(row.cells)))
