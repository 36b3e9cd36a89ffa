"""A written text as people see it: paragraphs, headings, lists and quotes, and words with marks."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

import nh3

from workspace.core.differences import tokens as cut

DEEPEST = 4  # lists within lists
LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
ENCODED = str.maketrans({"(": "%28", ")": "%29"})
BULLETS, NUMBERS = "bullet_list", "ordered_list"
LIST_TAGS = {BULLETS: "ul", NUMBERS: "ol"}
TAGS = {"p", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br"}


class Marks(NamedTuple):
    """How some words are set."""

    strong: bool = False
    em: bool = False
    link: str = ""

    def shared(self, other: "Marks") -> "Marks":
        """Return the marks that two neighbours have in common."""
        return Marks(
            self.strong and other.strong,
            self.em and other.em,
            self.link if self.link == other.link else "",
        )


PLAIN = Marks()


class Span(NamedTuple):
    """Some text set in one way."""

    text: str
    marks: Marks = PLAIN


class Style(NamedTuple):
    """What a line of the text is: where it lies in quotes and lists, and whether it is a title."""

    quoted: bool = False
    lists: tuple[str, ...] = ()
    continues: bool = False  # it belongs to the item begun above
    level: int = 0

    def settled(self, above: "Style | None") -> "Style":
        """Return the style as it can be below another: nobody skips a level of a list."""
        if not self.lists:
            return Style(self.quoted, level=self.level)
        outer = above.lists if above and above.quoted == self.quoted else ()
        depth = min(len(self.lists), len(outer) + 1, DEEPEST)
        if self.continues and len(outer) >= depth:
            return Style(self.quoted, outer[:depth], continues=True)
        return Style(self.quoted, (*outer[: depth - 1], self.lists[-1]))


class Token(NamedTuple):
    """A word, some white space or a mark, as seen, with its place in the text of its leaf."""

    text: str
    marks: Marks
    start: int
    end: int


class Leaf(NamedTuple):
    """A paragraph, a heading or a paragraph of a list or a quote, with its words."""

    style: Style
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Return its text, without marks."""
        return "".join(span.text for span in self.spans)


Prose = Sequence[Leaf]


def settle(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Leave out what is blank, and give each leaf a style that can follow the one above."""
    settled: list[Leaf] = []
    for leaf in leaves:
        if leaf.text.strip():
            above = settled[-1].style if settled else None
            settled.append(leaf._replace(style=leaf.style.settled(above)))
    return settled


def tokens(leaf: Leaf) -> list[Token]:
    """Return the words of a leaf as a person sees them.

    White space at the ends is not seen, and is marked as far as the words on both sides are.
    """
    marks = [span.marks for span in leaf.spans for _ in span.text]
    seen: list[Token] = []
    at = 0
    for text in cut(leaf.text):
        seen.append(Token(text, marks[at], at, at + len(text)))
        at += len(text)
    words = [n for n, token in enumerate(seen) if not token.text.isspace()]
    if not words:
        return []
    first, last = words[0], words[-1]
    return [
        _space(token, seen[n - 1], seen[n + 1], in_title=leaf.style.level > 0)
        if token.text.isspace()
        else token
        for n, token in enumerate(seen[: last + 1])
        if n >= first
    ]


def _space(token: Token, before: Token, after: Token, *, in_title: bool) -> Token:
    text = token.text
    if "\n" in text:
        text = " " if in_title else "\n"
    return token._replace(text=text, marks=before.marks.shared(after.marks))


def safe_link(address: object) -> str:
    """Return an address that may be followed, empty when it may not."""
    if not isinstance(address, str) or not LINK.fullmatch(address.strip()):
        return ""
    return address.strip().translate(ENCODED)


def plain(prose: Prose) -> str:
    """Return the words alone, for the index and for comparing."""
    parts: list[str] = []
    for above, leaf in zip((None, *prose), prose, strict=False):
        if above is not None:
            in_list = leaf.style.lists and above.style.lists
            parts.append("\n" if in_list else "\n\n")
        parts.append("".join(token.text for token in tokens(leaf)))
    return "".join(parts)


def html(prose: Prose) -> str:
    """Return the text as HTML that can be shown to anyone; its headings go from h3 to h5."""
    pieces = [
        f"<blockquote>{_flow(list(group))}</blockquote>" if quoted else _flow(list(group))
        for quoted, group in groupby(prose, key=lambda leaf: leaf.style.quoted)
    ]
    return nh3.clean("".join(pieces), tags=TAGS, attributes={"a": {"href"}})


def _flow(leaves: Sequence[Leaf], depth: int = 0) -> str:
    pieces: list[str] = []
    for kind, group in groupby(leaves, key=lambda leaf: leaf.style.lists[depth : depth + 1]):
        if kind:
            tag = LIST_TAGS[kind[0]]
            items = _items(list(group), depth + 1)
            pieces.append(f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>")
        else:
            pieces += map(_block, group)
    return "".join(pieces)


def _items(leaves: Sequence[Leaf], depth: int) -> list[str]:
    items: list[list[Leaf]] = []
    for leaf in leaves:
        if not items or (len(leaf.style.lists) == depth and not leaf.style.continues):
            items.append([])
        items[-1].append(leaf)
    return [_flow(item, depth) for item in items]


def _block(leaf: Leaf) -> str:
    tag = f"h{leaf.style.level + 2}" if leaf.style.level else "p"
    return f"<{tag}>{''.join(map(_set, leaf.spans))}</{tag}>"


def _set(span: Span) -> str:
    text = escape(span.text).replace("\n", "<br>")
    if span.marks.em:
        text = f"<em>{text}</em>"
    if span.marks.strong:
        text = f"<strong>{text}</strong>"
    return f'<a href="{escape(span.marks.link)}">{text}</a>' if span.marks.link else text
