"""Keeping passwords: argon2id, one at a time in each process."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workspace.core import aside

LONGEST = 1024
PATIENCE = 20.0  # seconds a password waits for its turn

# What OWASP asks of argon2id at least: each turn takes 19 MiB and some 30 ms.
_hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
# Stands in for people who do not exist, so that they take as long to refuse.
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$fiMxnL7GRTqvOvQDiNyPOQ$bfjLWse3SwkgUDe58s8cUNPZRaP4m99cTAJBhtz8yxs"
)
_turn = Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn: memory stays bounded, and a burst cannot outrun a count of failures."""
    if not _turn.acquire(timeout=PATIENCE):
        raise TimeoutError("Too many people sign in at once.")
    try:
        yield
    finally:
        _turn.release()


def normalised(typed: str) -> str:
    """Return the one writing of a password, however its accents were typed."""
    return unicodedata.normalize("NFC", typed)


def kept(typed: str) -> str:
    """Return what is kept of a password; computed aside."""
    return aside.run(_hasher.hash, normalised(typed))


def matches(keep: str | None, typed: str) -> bool:
    """Tell whether a password is the one that was kept; as slow when none was. Computed aside."""
    whole = normalised(typed)
    is_right = aside.run(_verify, keep or NOBODY, whole[:LONGEST])
    return is_right and keep is not None and len(whole) <= LONGEST


def is_outdated(keep: str) -> bool:
    """Tell whether a password is kept as it no longer would be."""
    return _hasher.check_needs_rehash(keep)


def _verify(keep: str, typed: str) -> bool:
    try:
        return _hasher.verify(keep, typed)
    except (VerificationError, InvalidHashError):
        return False
