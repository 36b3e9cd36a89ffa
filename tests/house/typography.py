"""How French is printed: curved apostrophes, and spaces that no line ends on."""

import re

NO_BREAK, NARROW = "\u00a0", "\u202f"

RULES = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "three points instead of …": re.compile(r"\.\.\."),
    "no U+202F before ; ! ? % €": re.compile(rf"(?<=[^{NARROW}!?])[;!?%€](?=\s|[»)!?…,.]|$)"),
    "no U+00A0 before :": re.compile(rf"(?<=[^{NO_BREAK}]):(?=\s|$)"),
    "no U+00A0 after «": re.compile(rf"«(?!{NO_BREAK})"),
    "no U+00A0 before »": re.compile(rf"(?<!{NO_BREAK})»"),
    "straight quotation marks": re.compile(r"(?<![=\w])\"\w|\w\"(?![>\w])"),
}
VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]|&\w+;")


def faults(text: str) -> list[str]:
    """Return what is not printed as French is, in one text."""
    plain = VALUE.sub("x", text).replace("%%", "%")
    return [rule for rule, wrong in RULES.items() if wrong.search(plain)]
