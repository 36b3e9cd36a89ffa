"""Addresses given from outside: only those of this site are followed."""

import re

# One slash, then only what addresses are made of: no host, no backslash, no control character.
INSIDE = re.compile(r"(?:/[\w.~%+=&@:,;!$'()*-]+)*/?(?:\?[\w.~%+=&@:,;!$'()*/?-]*)?", re.ASCII)
LONGEST = 2000


def inside(address: str | None, otherwise: str = "/") -> str:
    """Return an address if it stays on this site, else another one that does."""
    if address and address[0] == "/" and len(address) <= LONGEST and INSIDE.fullmatch(address):
        return address
    return otherwise
