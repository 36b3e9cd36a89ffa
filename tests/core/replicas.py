"""Several people who write one document at once, each on a copy, and now and then merge."""

import random
from typing import Any

from pycrdt import Doc, XmlElement, XmlText

from workspace.core.weave import Document, root

WORDS = ("soir ", "été", "l’", "😀", "e\u0301", "👩🏽‍🌾 ", "x", "ici. ")
Marks = dict[str, Any]
MARKS: tuple[Marks, ...] = (
    {"strong": {}},
    {"em": {}},
    {"strong": None},
    {"link": {"href": "https://exemple.fr", "title": None}},
)

WRITTEN: tuple[Marks, ...] = ({}, {}, {"em": {}})


def texts(doc: Document) -> list[XmlText]:
    """Return what holds the letters of a document, in order."""
    found: list[XmlText] = []
    waiting = [*reversed(root(doc).children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, XmlText):
            found.append(node)
        else:
            waiting += reversed(node.children)
    return found


def content(text: XmlText) -> str:
    """Return what is written in a text."""
    return "".join(piece for piece, _marks in text.diff() if isinstance(piece, str))


def edit(chance: random.Random, doc: Document) -> None:
    """Write, remove, mark, split, begin or remove something, wherever chance leads."""
    held = texts(doc)
    if held and chance.random() < 0.7:
        chance.choice([_write, _write, _write, _remove, _mark])(chance, chance.choice(held))
    else:
        chance.choice([_split, _drop] if held else [_begin])(chance, doc)


def merge(one: Document, other: Document) -> None:
    """Bring to a document what another knows."""
    if one is not other:
        one.apply_update(other.get_update(one.get_state()))


def played(seed: int, people: int = 3, edits: int = 40) -> list[Document]:
    """Return the copies of a document after some edits, not all of them known to all."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    docs: list[Document] = [Doc(client_id=number + 1) for number in range(people)]
    for _ in range(edits):
        edit(chance, chance.choice(docs))
        if chance.random() < 0.2:
            merge(chance.choice(docs), chance.choice(docs))
    return docs


def _place(chance: random.Random, text: XmlText) -> int:
    whole = content(text)
    return len(whole[: chance.randint(0, len(whole))].encode())


def _write(chance: random.Random, text: XmlText) -> None:
    text.insert(_place(chance, text), chance.choice(WORDS), chance.choice(WRITTEN))


def _remove(chance: random.Random, text: XmlText) -> None:
    start, end = sorted((_place(chance, text), _place(chance, text)))
    if start < end:
        del text[start:end]


def _mark(chance: random.Random, text: XmlText) -> None:
    start, end = sorted((_place(chance, text), _place(chance, text)))
    if start < end:
        text.format(start, end, chance.choice(MARKS))


def _split(chance: random.Random, doc: Document) -> None:
    text = chance.choice(texts(doc))
    at = _place(chance, text)
    rest = content(text).encode()[at:].decode()
    if rest:
        del text[at : at + len(rest.encode())]
    _begin(chance, doc)
    chance.choice(texts(doc)).insert(0, rest or "x", {})


def _begin(chance: random.Random, doc: Document) -> None:
    holder = root(doc)
    at = chance.randint(0, len(holder.children))
    node = holder.children.insert(at, XmlElement(chance.choice(["paragraph", "bullet_list"])))
    if node.tag == "bullet_list":
        node = node.children.append(XmlElement("list_item"))
        node = node.children.append(XmlElement("paragraph"))
    node.children.append(XmlText(""))


def _drop(chance: random.Random, doc: Document) -> None:
    holder = root(doc)
    if len(holder.children) > 2:
        del holder.children[chance.randrange(len(holder.children))]
