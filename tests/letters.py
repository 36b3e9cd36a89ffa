"""Reading the letters that people receive."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

HOST = "http://maillage.example"


def letters(outbox: Path) -> list[EmailMessage]:
    """Return the letters that were sent, the first one first."""
    reader = BytesParser(policy=policy.default)
    return [reader.parsebytes(path.read_bytes()) for path in sorted(outbox.glob("*.eml"))]


def link(letter: EmailMessage) -> str:
    """Return the address that a letter gives, without its host."""
    found = re.search(rf"{re.escape(HOST)}(/\S+)", letter.get_content())
    assert found
    return found.group(1)
