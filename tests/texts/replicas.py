"""Replicas that edit as an editor does, and the marks by which each of their words is known again.

A mark is one sign that is typed once in the whole schedule; each paragraph begins with one too,
which nobody deletes alone, so that it is known which paragraph it is. Who splits or joins
paragraphs copies what they hold and deletes it where it was, as ProseMirror does.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from typing import Any

from pycrdt import XmlElement, XmlText

from workspace.core import weave
from workspace.core.weave import Document

FIRST_MARK, FIRST_HEAD, MOST_HEADS = 0x4E00, 0xAC00, 0x2B00
WORDS = ("le soir", "tout", "ferme", "l’été à Redon", "naïf", "où", "🎭 fête", "ça", "a", "tôt, ")
STYLES: tuple[dict[str, Any], ...] = (
    {"strong": {}}, {"em": {}}, {"link": {"href": "https://a.example/", "title": None}},
    {"strong": None}, {"link": {"href": "case:1", "title": None}},
)  # fmt: skip

Act = Callable[["Paragraph"], None]
Pieces = list[tuple[str, dict[str, Any]]]


@dataclass
class Ledger:
    """What was written in a schedule, and what has become of it on purpose."""

    marks: dict[str, str] = field(default_factory=dict)  # each with the head of its paragraph
    deleted: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)  # heads of paragraphs that were taken away
    moved: dict[str, list[str]] = field(default_factory=dict)
    heads: int = 0

    def mark(self, head: str) -> str:
        """Return a mark that is new, in a paragraph."""
        sign = chr(FIRST_MARK + len(self.marks))
        self.marks[sign] = head
        return sign

    def head(self) -> str:
        """Return the beginning of a new paragraph."""
        self.heads += 1
        return chr(FIRST_HEAD + self.heads)

    def lost(self, text: str) -> list[str]:
        """Return the marks that should be in a text once, and are not."""
        count = Counter(text)
        return [sign for sign in self.marks if self._is_due(sign) and count[sign] != 1]

    def _is_due(self, sign: str) -> bool:
        # What two people moved at once stands twice; what was typed in what another one took away
        # is away.
        moves = self.moved.get(sign, [])
        where = {self.marks[sign], *moves}
        return sign not in self.deleted and len(moves) < 2 and not where & self.gone


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a replica, with its place there."""

    place: int
    element: XmlElement
    text: XmlText
    head: str

    @property
    def content(self) -> str:
        """Return what is written."""
        return "".join(text for text, _marks in self.text.diff())


class Replica:
    """A document that somebody edits."""

    def __init__(self, draw: Random, ledger: Ledger) -> None:
        """Begin with nothing."""
        self.draw, self.ledger = draw, ledger
        self.doc: Document = weave.document()

    def edit(self) -> bytes:
        """Change something; return the update."""
        return weave.told(self.doc, self._something)

    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs, in order."""
        found: list[Paragraph] = []
        nodes: list[Any] = list(weave.root(self.doc).children)
        for place, node in enumerate(nodes):
            text = node.children[0] if _holds(node) else None
            if isinstance(text, XmlText):
                head = next((sign for sign, _style in _signs(text) if is_head(sign)), "")
                found.append(Paragraph(place, node, text, head))
        return [one for one in found if one.head]

    def _something(self) -> None:
        found = self.paragraphs()
        if not found:
            self._add(0)
            return
        ways: list[tuple[int, Act]] = [
            (10, self._type), (4, self._delete), (3, self._style), (2, self._split),
            (2, self._join), (1, self._add_after), (3, self._become),
        ]  # fmt: skip
        weights, acts = zip(*ways, strict=True)
        self.draw.choices(acts, weights)[0](self.draw.choice(found))

    def _type(self, at: Paragraph) -> None:
        content = at.content
        spot = self.draw.randint(0, len(content))
        words = f"{self.draw.choice(WORDS)}{self.ledger.mark(at.head)} "
        at.text.insert(_size(content[:spot]), words, self._style_or_none())

    def _delete(self, at: Paragraph) -> None:
        content = at.content
        start = self.draw.randint(0, len(content))
        run = content[start : start + self.draw.randint(1, 12)].partition(at.head)[0]
        self.ledger.deleted |= {sign for sign in run if sign in self.ledger.marks}
        if run:
            del at.text[_size(content[:start]) : _size(content[:start] + run)]

    def _style(self, at: Paragraph) -> None:
        content = at.content
        start = self.draw.randrange(len(content))
        end = self.draw.randint(start + 1, len(content))
        style = self.draw.choice(STYLES)
        at.text.format(_size(content[:start]), _size(content[:end]), style)

    def _split(self, at: Paragraph) -> None:
        content = at.content
        spot = self.draw.randint(content.rindex(at.head) + 1, len(content))
        tail = _cut(at.text, spot)
        if spot < len(content):
            del at.text[_size(content[:spot]) : _size(content)]
        head = self._add(at.place + 1, tail)
        self._moves(tail, head)

    def _join(self, at: Paragraph) -> None:
        # With the one before, where there is one beside it.
        before = next((one for one in self.paragraphs() if one.place == at.place - 1), None)
        if before is None:
            return
        pieces = [(text.replace(at.head, ""), style) for text, style in _cut(at.text, 0)]
        self._take_away(at)
        _write(before.text, _size(before.content), pieces)
        self._moves(pieces, before.head)

    def _become(self, at: Paragraph) -> None:
        # A heading, an item, a line of a quote, or nothing of the kind: the node stays.
        name, values = self.draw.choice([*SAID.items()])
        if name in at.element.attributes and self.draw.random() < 0.4:
            del at.element.attributes[name]
        else:
            at.element.attributes[name] = self.draw.choice(values)

    def _add_after(self, at: Paragraph) -> None:
        self._add(at.place + 1)

    def _add(self, place: int, pieces: Pieces | None = None) -> str:
        head = self.ledger.head()
        element = weave.root(self.doc).children.insert(place, XmlElement("paragraph"))
        text = element.children.append(XmlText(head))
        mark = self.ledger.mark(head) if pieces is None else ""
        _write(text, _size(head), [*(pieces or []), (mark, {})])
        return head

    def _take_away(self, at: Paragraph) -> None:
        self.ledger.gone.add(at.head)
        del weave.root(self.doc).children[at.place]

    def _moves(self, pieces: Pieces, head: str) -> None:
        for sign in {sign for text, _style in pieces for sign in text} & self.ledger.marks.keys():
            self.ledger.moved.setdefault(sign, []).append(head)

    def _style_or_none(self) -> dict[str, Any] | None:
        style = self.draw.choice(STYLES)
        is_set = all(value is not None for value in style.values())
        return style if is_set and self.draw.random() < 0.3 else None


SAID: dict[str, tuple[Any, ...]] = {
    "level": (1, 2, 3), "list": ("bullets", "numbers"), "depth": (1, 2, 3, 4), "quoted": (True,),
}  # fmt: skip


def _holds(node: Any) -> bool:
    return isinstance(node, XmlElement) and len(node.children) > 0


def is_head(sign: str) -> bool:
    """Tell whether a sign begins a paragraph."""
    return FIRST_HEAD <= ord(sign) < FIRST_HEAD + MOST_HEADS


def _signs(text: XmlText) -> list[tuple[str, dict[str, Any]]]:
    return [(sign, style or {}) for run, style in text.diff() for sign in run]


def _cut(text: XmlText, spot: int) -> Pieces:
    return _signs(text)[spot:]


def _write(text: XmlText, at: int, pieces: Pieces) -> None:
    for run, style in pieces:
        if run:
            text.insert(at, run, style)
            at += _size(run)


def _size(content: str) -> int:
    return len(content.encode())


def say(doc: Document) -> str:
    """Return all that a document holds, said in one way."""
    return "\n".join(_told(child) for child in weave.root(doc).children)


def _told(node: Any) -> str:  # the package does not say what a fragment holds
    if isinstance(node, XmlText):
        runs = groupby(_signs(node), key=lambda one: _styled(one[1]))
        return "".join(style + "".join(sign for sign, _style in run) for style, run in runs)
    inside = "".join(_told(child) for child in node.children)
    return f"<{node.tag} {sorted(dict(node.attributes).items())}>{inside}</{node.tag}>"


def _styled(style: dict[str, Any]) -> str:
    return "".join(f"[{name} {sorted(value.items())}]" for name, value in sorted(style.items()))
