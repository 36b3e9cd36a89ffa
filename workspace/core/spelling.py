"""Names compared as people compare them: whatever the case, the accents, the signs."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "})


def fold(text: str) -> str:
    """Return a text without case, accents, ligatures or invisible signs, its spaces made one."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    seen = (sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Cf", "Cc"})
    return " ".join("".join(seen).split())
