"""Coming in as people do."""

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
