"""Names compared as people compare them: whatever the case, the accents, the signs."""

import re
import unicodedata

LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "’": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " "}
)
# Letters of other alphabets that are drawn like ours.
LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕһԁԛԝαβεηικνορτυχ",
    "abekmhopctyxijshdqwabehikvoptux",
)
OTHER_SIGNS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text without case, accents, ligatures or invisible signs, its spaces made one."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    seen = (sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Cf", "Cc"})
    return " ".join("".join(seen).split())


def key(name: str) -> str:
    """Return what two names share when the eye takes one for the other."""
    folded = fold(name).replace(".", "").translate(LOOK_ALIKES)
    return OTHER_SIGNS.sub(" ", folded).strip()
