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

TURN = 40  # letters typed before somebody else types
FAULTY = 0.14  # of the strokes take a letter away
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


def typed(edits: int, people: int = 5, paragraphs: int = 40) -> Document:
    """Return a document that some people typed letter by letter, in turn, correcting themselves."""
    chance = random.Random(edits)  # noqa: S311 (no secret)
    docs: list[Document] = [Doc(client_id=number + 1) for number in range(people)]
    for _ in range(paragraphs):
        paragraph = root(docs[0]).children.append(XmlElement("paragraph"))
        paragraph.children.append(XmlText("")).insert(0, "Le soir, ici. ", {})
    for turn in range(edits // TURN):
        doc = docs[turn % people]
        merge(doc, docs[turn % people - 1])
        held = texts(doc)
        for _ in range(2):
            _type(chance, chance.choice(held), TURN // 2)
    for doc in docs[1:]:
        merge(docs[0], doc)
    return docs[0]


def _type(chance: random.Random, text: XmlText, letters: int) -> None:
    at = chance.randint(0, len(str(text)))
    for _ in range(letters):
        if at and chance.random() < FAULTY:
            at -= 1
            del text[at : at + 1]
        else:
            text.insert(at, chance.choice("abcdefgh ijkl mno "), {})
            at += 1


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
    node = holder.children.insert(at, XmlElement("paragraph"))
    node.attributes["depth"] = chance.choice([1, 2])
    node.children.append(XmlText(""))


def _drop(chance: random.Random, doc: Document) -> None:
    holder = root(doc)
    if len(holder.children) > 2:
        del holder.children[chance.randrange(len(holder.children))]
