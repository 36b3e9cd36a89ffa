"""Coming in as people do, and reading the letters they receive."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from workspace.core import passwords

PASSWORD = "Trois pommes, deux poires"  # noqa: S105 (of people who do not exist)
ANOTHER = "Une brouette de questions"
KEPT = passwords.kept(PASSWORD)


def come_in(
    browser: FlaskClient, email: str = "emma@example.org", password: str = PASSWORD, **more: str
) -> TestResponse:
    """Send the form of the door."""
    return browser.post("/login", data={"email": email, "password": password} | more)


def is_in(browser: FlaskClient) -> bool:
    """Tell whether a browser is signed in."""
    return browser.get("/account/").status_code == 200


def letters(outbox: Path) -> list[EmailMessage]:
    """Return the letters that were sent, the first one first."""
    reader = BytesParser(policy=policy.default)
    return [reader.parsebytes(path.read_bytes()) for path in sorted(outbox.glob("*.eml"))]


def link(letter: EmailMessage) -> str:
    """Return the address that a letter gives, without its host."""
    found = re.search(r"http://maillage\.example(/\S+)", letter.get_content())
    assert found
    return found.group(1)
