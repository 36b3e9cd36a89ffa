"""How a text is typed in a plain form.

Paragraphs are set apart by an empty line; `## ` begins a heading, `- ` or `1. ` an item of a list
(two spaces before it for a list within a list), `> ` a quote; **strong**, _emphasis_ and
[words](https://…) are set inside a line. A backslash before any of these signs keeps it as typed.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from workspace.core.differences import LETTER
from workspace.core.prose import (
    BULLETS,
    NUMBERS,
    PLAIN,
    Leaf,
    Marks,
    Prose,
    Span,
    Style,
    Token,
    safe_link,
    settle,
    tokens,
)

INDENT = "  "
HEADING = re.compile(r"(#{1,3})[ \t]+(?=\S)")
ITEM = re.compile(r"(?:(?P<bullet>[-•*])|\d{1,2}[.)])[ \t]+(?=\S)")
QUOTE = re.compile(r">[ \t]?")
SIGN = re.compile(rf"{HEADING.pattern}|{ITEM.pattern}|>")
ESCAPED = re.compile(r"[\\*_\[\]]")
INLINE = re.compile(
    r"\\(?P<kept>[\\*_\[\]#>•.)-])|(?P<signs>(?:\*\*|_|\]\([^\s()]*\)|\[|\])+)", re.ASCII
)
EACH_SIGN = re.compile(r"\*\*|_|\]\(([^\s()]*)\)|\[|\]")
LETTERS = re.compile(LETTER)


class Sign(NamedTuple):
    """A sign that may begin or end a mark, or be nothing but itself."""

    typed: str
    may_open: bool
    may_close: bool


def parse(typed: str) -> list[Leaf]:
    """Read what was typed in a form."""
    return settle(_leaves(typed.splitlines(), quoted=False))


def typed(prose: Prose) -> str:
    """Write a text as it is typed in a form; reading it again gives the same text."""
    blocks = [
        _quote(_lines(list(group))) if quoted else _lines(list(group))
        for quoted, group in groupby(prose, key=lambda leaf: leaf.style.quoted)
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _quote(lines: list[str]) -> list[str]:
    return [f"> {line}".rstrip() for line in lines]


def _lines(leaves: Prose) -> list[str]:
    lines: list[str] = []
    numbers: list[int] = []
    above: Style | None = None
    for leaf in leaves:
        style, depth = leaf.style, len(leaf.style.lists)
        if above and (style.continues or not (style.lists and above.lists)):
            lines.append("")
        if not (style.continues or (above and above.lists[:depth] == style.lists)):
            numbers[max(depth - 1, 0) :] = []
        numbers = [*numbers, *[0] * depth][:depth]
        if depth and not style.continues:
            numbers[-1] += 1
        lines += _written(leaf, numbers[-1] if depth else 0)
        above = style
    return lines


def _written(leaf: Leaf, number: int) -> list[str]:
    style, depth = leaf.style, len(leaf.style.lists)
    first, *others = _inline(leaf).split("\n")
    if style.level:
        return ["#" * style.level + " " + first]
    margin = INDENT * depth
    sign = margin
    if depth and not style.continues:
        mark = f"{number}. " if style.lists[-1] == NUMBERS else "- "
        sign = INDENT * (depth - 1) + mark
    return [sign + _guarded(first), *(margin + _guarded(line) for line in others)]


def _guarded(line: str) -> str:
    sign = SIGN.match(line)
    if not sign:
        return line
    at = len(line) - len(line.lstrip("0123456789"))
    return f"{line[:at]}\\{line[at:]}"


def _inline(leaf: Leaf) -> str:
    seen = tokens(leaf)
    bare = _marked(seen, escaped=False)
    read = tokens(Leaf(leaf.style, tuple(_spans(bare))))
    is_same = [token[:2] for token in read] == [token[:2] for token in seen]
    return bare if is_same else _marked(seen, escaped=True)


def _marked(seen: list[Token], *, escaped: bool) -> str:
    pieces: list[str] = []
    before = PLAIN
    for text, marks, *_ in [*seen, Token("", PLAIN, 0, 0)]:
        pieces.append(_closing(before, marks) + _opening(before, marks))
        pieces.append(ESCAPED.sub(r"\\\g<0>", text) if escaped else text)
        before = marks
    return "".join(pieces)


def _closing(before: Marks, after: Marks) -> str:
    em = "_" if before.em and not after.em else ""
    strong = "**" if before.strong and not after.strong else ""
    link = f"]({before.link})" if before.link and before.link != after.link else ""
    return em + strong + link


def _opening(before: Marks, after: Marks) -> str:
    link = "[" if after.link and before.link != after.link else ""
    strong = "**" if after.strong and not before.strong else ""
    em = "_" if after.em and not before.em else ""
    return link + strong + em


def _leaves(lines: list[str], *, quoted: bool) -> Iterator[Leaf]:
    style: Style | None = None  # of the leaf being read
    text: list[str] = []
    lists: tuple[str, ...] = ()
    for line in [*lines, ""]:
        ...
    yield from ()
