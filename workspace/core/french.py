"""How French is read for a search: words without elisions, accents or endings."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f\u200b-\u200f\u2060]")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
UNBROKEN = (
    (re.compile(" (?=[:»])|(?<=«) "), "\u00a0"),
    (re.compile(r" (?=[;!?%€])|(?<=\d) (?=\d{3}\b)"), "\u202f"),
)
LONGEST = 60  # letters of a word that are looked at
MOST_WORDS = 50_000  # kept analysed in each process

# Articles, pronouns, auxiliaries and links. Question words stay: people search with them.
STOP = frozenset({
    "a", "ai", "aient", "ais", "ait", "as", "au", "aura", "auront", "aussi", "aux", "avaient",
    "avait", "avec", "avoir", "ayant", "c", "ce", "ceci", "cela", "celle", "celles", "celui", "ces",
    "cet", "cette", "ceux", "ci", "d", "dans", "de", "des", "donc", "du", "elle", "elles", "en",
    "encore", "est", "et", "etaient", "etait", "etant", "ete", "etre", "eu", "eux", "fut", "ici",
    "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "lors", "lui", "m", "ma",
    "mais", "me", "mes", "moi", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on", "ont", "or",
    "ou", "par", "pas", "peu", "pour", "puis", "qu", "que", "s", "sa", "se", "sera", "seront",
    "ses", "si", "soi", "soient", "soit", "son", "sont", "sur", "t", "ta", "te", "tes", "toi",
    "ton", "tous", "tout", "toute", "toutes", "tres", "tu", "un", "une", "vos", "votre", "vous",
    "y",
})  # fmt: skip

# An ending, the letters that must stand before it, and what takes its place: longest first.
ENDINGS: tuple[tuple[str, int, str], ...] = (
    ("issement", 3, "i"), ("istique", 3, "ist"), ("isateur", 3, ""), ("isation", 3, ""),
    ("catrice", 3, "qu"), ("issante", 3, "i"), ("urelle", 3, "ur"), ("cateur", 3, "qu"),
    ("cation", 3, "qu"), ("atrice", 3, ""), ("issant", 3, "i"), ("emment", 3, "ent"),
    ("amment", 3, "ant"), ("alement", 4, "al"), ("ement", 3, ""), ("nnelle", 3, "n"),
    ("oriale", 3, "oir"), ("icale", 3, "iqu"), ("atrale", 2, "atr"), ("ateur", 3, ""),
    ("ation", 3, ""), ("ition", 3, ""), ("alite", 3, "al"), ("nnete", 3, "n"), ("ivite", 3, "if"),
    ("ilite", 4, "il"), ("trice", 2, "teu"), ("orial", 3, "oir"), ("atral", 2, "atr"),
    ("ative", 3, ""), ("ical", 3, "iqu"), ("urel", 3, "ur"), ("atif", 3, ""), ("iste", 4, ""),
    ("isme", 4, ""), ("nnel", 3, "n"), ("euse", 5, ""), ("euse", 3, "eu"), ("ance", 5, ""),
    ("ence", 5, ""), ("ence", 4, "en"), ("elle", 3, "el"), ("ique", 3, "iqu"),
    ("ante", 5, ""), ("ente", 5, ""), ("ente", 4, "en"), ("eoi", 4, ""),
    ("iere", 3, "i"), ("ive", 3, "if"), ("ier", 3, "i"), ("eur", 5, ""), ("eur", 3, "eu"),
    ("ant", 5, ""), ("ent", 5, ""), ("ent", 4, "en"), ("ale", 3, "al"),
    ("ere", 3, ""), ("er", 3, ""), ("ez", 3, ""), ("ir", 4, "i"), ("ie", 3, "i"), ("ee", 4, ""),
    ("e", 3, ""),
)  # fmt: skip
SHORTEST = 4  # a word of three letters has no ending to lose


class Word(NamedTuple):
    """A word as it is looked up: as it is spelt without accents, and without its ending."""

    plain: str
    stem: str


def printed(text: str) -> str:
    """Return a text with the spaces that French printing does not break, whoever typed it."""
    for spaces, unbroken in UNBROKEN:
        text = spaces.sub(unbroken, text)
    return text


def words(text: str) -> Iterator[Word]:
    """Return the words of a text that mean something, in order."""
    for found in WORD.findall(composed(text).lower()):
        word = analysed(found)
        if word:
            yield word


def composed(text: str) -> str:
    """Return a text with one sign for each letter, and none that nobody sees."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text)
    return MARKS.sub("", whole)


@lru_cache(MOST_WORDS)
def analysed(found: str) -> Word | None:
    """Return how a word in lower case is looked up, None when it is not."""
    plain = fold(found[:LONGEST])
    if plain in STOP or (len(plain) == 1 and not plain.isdecimal()):
        return None
    return Word(plain, stem(plain))


def fold(text: str) -> str:
    """Return a text in lower case, without accents or ligatures."""
    lowered = text.lower().translate(LIGATURES)
    if lowered.isascii():
        return lowered
    apart = unicodedata.normalize("NFKD", lowered)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def stem(plain: str) -> str:
    """Return a word without accents less what number, gender and family add to it."""
    if len(plain) < SHORTEST or not plain.isalpha():
        return plain
    found = _without_ending(_singular(plain))
    return found[:-1] if len(found) > SHORTEST and found[-1] == found[-2] else found


def _singular(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > SHORTEST:
        return f"{word[:-2]}l"
    if word[-1] in "sx" and not word.endswith("ss") and len(word) >= SHORTEST:
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending, before, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= before:
            return word[: len(word) - len(ending)] + instead
    return word
