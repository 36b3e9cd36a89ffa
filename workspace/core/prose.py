"""A written text as people see it: paragraphs, headings, lists and quotes, and words with marks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import NamedTuple

import nh3
from markupsafe import Markup

from workspace.core.differences import tokens as cut
from workspace.core.french import printed

DEEPEST = 4  # lists within lists
LEVELS = 3  # of headings
LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
ORDINARY = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
PAUSES = frozenset(".,;:!?…()«»")  # beside these no word goes on
# What a text may point to instead of an address: an object, by its kind and its number.
REFERRED = ("finding", "actor", "action", "case", "indicator")
REFERENCE = re.compile(rf"(?P<kind>{'|'.join(REFERRED)}):(?P<id>[1-9][0-9]{{0,8}})")
SCHEMES = {"http", "https", "mailto", *REFERRED}
ENCODED = str.maketrans({"(": "%28", ")": "%29"})
TAGS = {
    "p", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "strong", "em", "a", "mark", "span",
}  # fmt: skip
KEPT = {
    "a": {"href"},
    "mark": {"data-passage"},
    "span": {"class", "title", "data-who", "data-mark"},
}


class Kind(StrEnum):
    """What a part of a text is, as editors name it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "blockquote"
    BULLETS = "bullet_list"
    NUMBERS = "ordered_list"
    ITEM = "list_item"


WRITTEN = {Kind.PARAGRAPH, Kind.HEADING}
LISTS = {Kind.BULLETS, Kind.NUMBERS}
TAG = {Kind.QUOTE: "blockquote", Kind.BULLETS: "ul", Kind.NUMBERS: "ol", Kind.ITEM: "li"}


class Marks(NamedTuple):
    """How some words are set, the passages among which they are, and who wrote them.

    by: a number that whoever signed the text knows.
    """

    strong: bool = False
    em: bool = False
    link: str = ""
    passages: tuple[int, ...] = ()
    by: int = 0

    def shared(self, other: "Marks") -> "Marks":
        """Return the marks that two neighbours have in common."""
        link = self.link if self.link == other.link else ""
        passages = tuple(one for one in self.passages if one in other.passages)
        return Marks(self.strong and other.strong, self.em and other.em, link, passages, self.by)


PLAIN = Marks()


class Span(NamedTuple):
    """Some text set in one way."""

    text: str
    marks: Marks = PLAIN


class Token(NamedTuple):
    """A word, some white space or a mark as it is seen, with its place in the text as stored."""

    text: str
    marks: Marks
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A part of a text: words, or other parts."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    blocks: tuple["Block", ...] = ()
    level: int = 0

    @property
    def text(self) -> str:
        """Return its own words, without marks."""
        return "".join(span.text for span in self.spans)


Prose = tuple[Block, ...]
Signatures = Mapping[int, Mapping[str, str]]  # by who wrote, what an element says of it
NONE: Signatures = MappingProxyType({})


def seen(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the words of a paragraph as a person sees them; nothing where it is blank."""
    pieces: Iterable[Span | Token] = _by_span(spans) if _are_whole(spans) else tokens(spans)
    return tuple(
        Span("".join(one.text for one in run), marks)
        for marks, run in groupby(pieces, key=lambda one: one.marks)
    )


def tokens(spans: Iterable[Span]) -> list[Token]:
    """Return the words of a paragraph as a person sees them.

    White space at the ends is not seen, and is marked as far as the words on both sides are.
    """
    runs = list(spans)
    marks = [span.marks for span in runs for _ in span.text]
    seen: list[Token] = []
    at = 0
    for text in cut("".join(span.text for span in runs)):
        seen.append(Token(text, marks[at], at, at + len(text)))
        at += len(text)
    words = [n for n, token in enumerate(seen) if not token.text.isspace()]
    inside = range(words[0], words[-1] + 1) if words else range(0)
    return [
        _space(seen[n], seen[n - 1], seen[n + 1]) if seen[n].text.isspace() else seen[n]
        for n in inside
    ]


def written(blocks: Iterable[Block]) -> Iterator[Block]:
    """Return the paragraphs and the headings of a text, in order."""
    for block in blocks:
        if block.kind in WRITTEN:
            yield block
        else:
            yield from written(block.blocks)


def safe_link(address: object) -> str:
    """Return an address that may be followed, or a reference; empty when it is neither."""
    found = address.strip() if isinstance(address, str) else ""
    if not LINK.fullmatch(found) and not REFERENCE.fullmatch(found):
        return ""
    return found.translate(ENCODED)


def plain(prose: Prose) -> str:
    """Return the words alone, a line for each paragraph."""
    return "\n".join(block.text for block in written(prose))


def html(prose: Prose, signatures: Signatures = NONE) -> Markup:
    """Return the text as HTML that can be shown to anyone; its headings go from h3 to h5.

    References stand in it as links to `kind:number`, until each is shown as what it is now. What
    those who have a signature wrote is within an element that bears it.
    """
    written = "".join(_html(block, signatures) for block in prose)
    return Markup(  # noqa: S704 (cleaned)
        nh3.clean(written, tags=TAGS, attributes=KEPT, url_schemes=SCHEMES)
    )


def _html(block: Block, signatures: Signatures) -> str:
    if block.kind in WRITTEN:
        tag = f"h{block.level + 2}" if block.level else "p"
        return f"<{tag}>{''.join(_signed(block.spans, signatures))}</{tag}>"
    tag = TAG[block.kind]
    return f"<{tag}>{''.join(_html(child, signatures) for child in block.blocks)}</{tag}>"


def _signed(spans: Iterable[Span], signatures: Signatures) -> Iterator[str]:
    for by, run in groupby(spans, key=lambda span: span.marks.by):
        words = "".join(map(_set, run))
        held = signatures.get(by, {})
        told = "".join(f' {name}="{escape(value)}"' for name, value in held.items())
        yield f"<span{told}>{words}</span>" if told else words


def _set(span: Span) -> str:
    text = escape(printed(span.text))
    if span.marks.em:
        text = f"<em>{text}</em>"
    if span.marks.strong:
        text = f"<strong>{text}</strong>"
    if span.marks.link:
        text = f'<a href="{escape(span.marks.link)}">{text}</a>'
    for passage in span.marks.passages:
        text = f'<mark data-passage="{passage}">{text}</mark>'
    return text


def _space(token: Token, before: Token, after: Token) -> Token:
    # Ordinary white space is seen as one space; spaces that do not break stay as they are.
    if token.text == " " and before.marks is token.marks is after.marks:
        return token
    return token._replace(
        text=ORDINARY.sub(" ", token.text), marks=before.marks.shared(after.marks)
    )


def _are_whole(spans: Iterable[Span]) -> bool:
    # No word is set in two ways, which a look at what meets tells: most texts are so.
    ends = [(span.text[0], span.text[-1]) for span in spans if span.text]
    return all(
        before.isspace() or after.isspace() or not PAUSES.isdisjoint((before, after))
        for (_, before), (after, _) in pairwise(ends)
    )


def _by_span(spans: Iterable[Span]) -> list[Span]:
    # The same as its tokens joined, at a fifth of the price.
    found: list[Span] = []
    space = ""
    for span in spans:
        words = span.text.strip()
        start = span.text.find(words)
        space += span.text[:start] if words else span.text
        if not words:
            continue
        if space and found:
            found.append(Span(ORDINARY.sub(" ", space), found[-1].marks.shared(span.marks)))
        found.append(Span(ORDINARY.sub(" ", words), span.marks))
        space = span.text[start + len(words) :]
    return found
