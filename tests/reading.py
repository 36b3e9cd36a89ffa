"""What a person reads on a page."""

import re

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")


def words_of(page: str) -> set[str]:
    """Return the words of a page, whatever marks some of them."""
    return set(WORD.findall(TAG.sub(" ", page)))
