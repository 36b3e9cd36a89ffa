"""What a person asks a search: words, "words in a row", the beginning of a word*, field:value.

Nothing else: no ranges, no patterns, no word with a star in front; what does not parse is words.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from workspace.core import french
from workspace.core.french import Word

LONGEST = 500  # characters that are read
MOST = 20  # words, beginnings and phrases that count
SHORTEST_BEGINNING = 3
PART = re.compile(
    r"(?:(?P<field>[^\W\d_]{2,20}):)?"
    r"(?:\"(?P<quoted>[^\"]*)\"?|«(?P<french>[^»]*)»?|(?P<bare>[^\s\"«»]+))"
)


@dataclass
class Query:
    """A question as it was understood."""

    words: list[Word] = field(default_factory=list)
    phrases: list[list[Word]] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    is_blank: bool = False  # nothing was typed
    is_typing: bool = False  # the last word may be unfinished
    is_cut: bool = False  # not all that was asked is answered

    @property
    def says_nothing(self) -> bool:
        """Tell whether what was typed has no word to look up."""
        asked = self.words or self.phrases or self.beginnings or self.fields
        return not (asked or self.is_blank)


def parse(text: str, fields: Collection[str] = ()) -> Query:
    """Read a question, however it is typed; fields are named without accents."""
    query = Query(is_blank=not text.strip(), is_cut=len(text) > LONGEST)
    for found in PART.finditer(text[:LONGEST]):
        name = french.fold(found["field"] or "")
        quoted = next((q for q in (found["quoted"], found["french"]) if q is not None), None)
        value = quoted if quoted is not None else found["bare"]
        if name in fields and value.strip("*:"):
            query.fields.append((name, value))
            continue
        query.is_typing = quoted is None and text.endswith(value) and not query.is_cut
        _take(query, name, value, is_quoted=quoted is not None)
    _limit(query)
    return query


def _take(query: Query, name: str, value: str, *, is_quoted: bool) -> None:
    if name:
        query.words += french.words(name)
    words = list(french.words(value))
    if is_quoted and words:
        query.phrases.append(words)
    elif value.endswith("*") and words and len(words[-1].plain) >= SHORTEST_BEGINNING:
        query.words += words[:-1]
        query.beginnings.append(words[-1].plain)
        query.is_typing = False
    else:
        query.words += words


def _limit(query: Query) -> None:
    for clauses in (query.words, query.phrases, query.beginnings, query.fields):
        query.is_cut = query.is_cut or len(clauses) > MOST
    query.words = _once(query.words)[:MOST]
    query.phrases = [phrase[:MOST] for phrase in query.phrases[: MOST // 4]]
    query.beginnings = query.beginnings[: MOST // 4]
    query.fields = query.fields[:MOST]


def _once(words: Iterable[Word]) -> list[Word]:
    # A word said twice is not asked twice as much.
    return list(dict.fromkeys(words))
