import pytest
from sqlalchemy.orm import Session

from tests import people
from workspace.core import once


@pytest.mark.parametrize("key", ["a1b2c3", "9" * 400, "é" * 64])
def test_a_submission_is_known_again_however_long_its_key(session: Session, key: str) -> None:
    person = people.person(session, "Alice")
    assert once.led_to(session, person.id, key) is None

    once.keep(session, person.id, key, "/projects/1/findings/1/")
    session.flush()

    assert once.led_to(session, person.id, key) == "/projects/1/findings/1/"
