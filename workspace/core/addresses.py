"""Addresses given from outside: only those of this site are followed, pages of others shown."""

import re
from urllib.parse import urlsplit

# One slash, then only what addresses are made of: no host, no backslash, no control character.
INSIDE = re.compile(r"(?:/[\w.~%+=&@:,;!$'()*-]+)*/?(?:\?[\w.~%+=&@:,;!$'()*/?-]*)?", re.ASCII)
WEB = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
LONGEST = 2000


def inside(address: str | None, otherwise: str = "/") -> str:
    """Return an address if it stays on this site, else another one that does."""
    if address and address[0] == "/" and len(address) <= LONGEST and INSIDE.fullmatch(address):
        return address
    return otherwise


def is_web(text: str) -> bool:
    """Tell whether a text is the address of a page, which a browser opens and does not run."""
    if len(text) > LONGEST or not WEB.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
