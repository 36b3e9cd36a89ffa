"""Names of files as people may see them: made harmless to read, and never used on the disk."""

import re
import unicodedata

LONGEST = 120  # characters, and twice as many bytes
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
FOREIGN = re.compile(r'[<>:"|?*]')


def shown(sent: str, otherwise: str) -> str:
    """Return the name of a file without folder, sign of direction, control or risky character.

    What is left of it may be nothing: then the other name stands before its ending.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in UNSEEN)
    plain = " ".join(FOREIGN.sub("_", seen).split())
    stem, dot, end = plain.rpartition(".") if "." in plain else (plain, "", "")
    stem = stem.strip(" .-") or otherwise
    if RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return _shortened(stem, f"{dot}{end.strip()}"[:12])


def _shortened(stem: str, end: str) -> str:
    stem = stem[: LONGEST - len(end)]
    while len(f"{stem}{end}".encode()) > 2 * LONGEST:
        stem = stem[:-1]
    return f"{stem.rstrip()}{end}"
