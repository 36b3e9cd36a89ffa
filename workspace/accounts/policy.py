"""What a password must be, and how many wrong ones are too many."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from workspace.core.passwords import LONGEST, normalised

COMMON = Path(__file__).resolve().parents[1] / "content" / "common_passwords.txt"

# The French authority (CNIL, 2022-100) asks for 80 bits: each kind of sign missing costs length.
SHORTEST = {4: 12, 3: 14, 2: 20, 1: 20}
KINDS = (str.islower, str.isupper, str.isdigit)
DIFFERENT_SIGNS = 6
OWN_SIGNS = 5  # those that remain without common words, runs of keys, years and repetitions
SHORTEST_WORD = 4
HOUSE_WORDS = ("maillage", "onpc")
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn",
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")  # fmt: skip
SHORTEST_RUN = 3
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
DISGUISES = str.maketrans("013457@$!|", "oieastasil")

WINDOW = timedelta(minutes=5)  # in which wrong passwords are counted
PAUSE = timedelta(seconds=60)  # after the last wrong one
MOST_FOR_A_NAME = 10
MOST_FROM_AN_ADDRESS = 100

RESET_LIFE = timedelta(hours=1)
WELCOME_LIFE = timedelta(days=3)
MOST_RESETS = 20  # links asked for by one person
RESETS_WINDOW = timedelta(hours=1)


class Weakness(StrEnum):
    """Why a password is refused."""

    UNSEEN = "unseen"
    LONG = "long"
    SHORT = "short"
    COMMON = "common"
    NAMED = "named"


def weakness(typed: str, words: Iterable[str] = ()) -> Weakness | None:
    """Return why a password is refused to the owner of some words, None when it is good."""
    password = normalised(typed)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in password):
        return Weakness.UNSEEN
    if len(password) > LONGEST:
        return Weakness.LONG
    if len(password) < SHORTEST[_kinds(password)]:
        return Weakness.SHORT
    if any(word in _folded(password) for word in _own(words)):
        return Weakness.NAMED
    if len(set(password)) < DIFFERENT_SIGNS or _is_common(_folded(password)):
        return Weakness.COMMON
    return None


def _kinds(password: str) -> int:
    named = sum(any(map(kind, password)) for kind in KINDS)
    return named + any(not sign.isalnum() for sign in password) or 1


def _own(words: Iterable[str]) -> set[str]:
    parts = {part for word in words for part in re.split(r"[\W\d_]+", _folded(word))}
    return {part for part in parts if len(part) >= SHORTEST_WORD} | set(HOUSE_WORDS)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _is_common(password: str) -> bool:
    middle = EDGES.sub("", password)
    edges = password.replace(middle, " ", 1)
    plain, undone = len(_rest(password)), len(_rest(middle.translate(DISGUISES)) + _rest(edges))
    return min(plain, undone) < OWN_SIGNS


def _rest(password: str) -> str:
    # Of what is repeated, one time counts.
    return re.sub(r"[\W_]+", "", _patterns().sub(lambda found: found.group(2) or "", password))


@cache
def _patterns() -> re.Pattern[str]:
    words = COMMON.read_text(encoding="utf-8").split()
    runs = {
        line[start:end]
        for run in RUNS
        for line in (run, run[::-1])
        for start in range(len(line))
        for end in range(start + SHORTEST_RUN, len(line) + 1)
    }
    known = "|".join(sorted({*words, *runs}, key=len, reverse=True))
    return re.compile(rf"{known}|(?:19|20)\d\d|(.)\1{{2,}}|(..+?)\2+")
