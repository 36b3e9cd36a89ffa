"""What a template writes by itself: its text and attributes, what it computes being left out."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

COMPUTED = "\N{OBJECT REPLACEMENT CHARACTER}"
SPOKEN = {"alt", "aria-description", "aria-label", "content", "placeholder", "title", "value"}
UNSPOKEN = {"kbd", "code", "svg"}
WORD = re.compile(r"[^\W\d_]{2,}")
TAG_PART = re.compile(r"[\w-]+=\"[^\"]*\"")  # of a block inside a tag
NO_CLOSING = {"input", "img", "br", "hr", "meta", "link", "use"}


@cache
def own_markup(template: Path) -> str:
    """Return a template without what it computes."""
    tokens = Environment(autoescape=True).lex(template.read_text(encoding="utf-8"))
    return "".join(
        text if kind == "data" else COMPUTED if kind == "variable_begin" else ""
        for _line, kind, text in tokens
    )


def own_words(template: Path) -> list[str]:
    """Return the words that a template says without the catalogue."""
    reader = _Reader()
    reader.feed(own_markup(template))
    reader.close()
    said = [text for text in reader.said if not TAG_PART.fullmatch(text)]
    return [text for text in said if WORD.search(text)]


def attributes(template: Path) -> Iterator[tuple[str, str, str]]:
    """Return each tag, attribute and value that a template writes."""
    reader = _Reader()
    reader.feed(own_markup(template))
    yield from reader.attributes


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        spoken = SPOKEN - ({"content", "value"} if tag in {"meta", "input", "option"} else set())
        spoken = spoken - ({"value"} if tag in {"button", "li", "progress"} else set())
        self.said += [value for name, value in attrs if name in spoken and value]
        if tag not in NO_CLOSING:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not UNSPOKEN.intersection(self.inside):
            self.said.append(data.strip())
