from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.files.uploads import SECRET, attached, photo, received
from workspace.core.errors import Refused
from workspace.core.kinds import BY_END
from workspace.core.store import Store
from workspace.core.subjects import Subject
from workspace.files import changes, queries
from workspace.files.changes import Upload
from workspace.home.queries import Filter, activity
from workspace.projects.models import Membership


def told(session: Session, member: Membership) -> str:
    return activity(session, member.project_id, Filter())[0].name


def test_a_file_stands_with_its_object(
    session: Session, bilal: Membership, friday: Subject
) -> None:
    found = changes.attach(session, bilal, friday, received("Compte rendu.pdf"))

    (shown,) = queries.attached(session, bilal.project_id, friday.topic, friday.id)
    assert (shown.id, shown.name, shown.media) == (found.id, "Compte rendu.pdf", "application/pdf")
    assert shown.author.name == "Bilal"
    assert shown.institution is not None
    assert told(session, bilal) == "files.attached"


def test_a_file_that_is_removed_is_told(
    session: Session, bilal: Membership, friday: Subject
) -> None:
    found = attached(session, bilal, friday.id)

    changes.remove(session, bilal, found)

    assert queries.attached(session, bilal.project_id, friday.topic, friday.id) == []
    assert queries.find(session, bilal.project_id, found.id) is None
    assert told(session, bilal) == "files.removed"


def test_one_takes_away_ones_own_file_and_a_lead_anyones(
    session: Session, alice: Membership, bilal: Membership, friday: Subject
) -> None:
    of_alice, of_bilal = attached(session, alice, friday.id), attached(session, bilal, friday.id)

    with pytest.raises(Refused):
        changes.remove(session, bilal, of_alice)
    changes.remove(session, alice, of_bilal)

    assert of_alice.removed_at is None
    assert of_bilal.removed_at is not None


def test_of_a_photo_nothing_but_the_picture_reaches_the_disk(tmp_path: Path) -> None:
    store = Store(tmp_path)

    found = changes.receive(store, Upload("a.jpg", BY_END["jpg"], BytesIO(photo())))

    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert found.preview is not None
    assert len(kept) == 2
    assert not any(SECRET in content for content in kept)
