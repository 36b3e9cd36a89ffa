from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from tests.files.uploads import attached, received
from workspace.core.store import Store
from workspace.core.subjects import Subject
from workspace.files import changes, queries
from workspace.projects.models import Membership


def test_files_are_grouped_by_their_object(
    session: Session, alice: Membership, friday: Subject
) -> None:
    first, second = attached(session, alice, friday.id), attached(session, alice, friday.id)
    other = attached(session, alice, friday.id, topic="actions")

    found = queries.attached_to(session, alice.project_id, "evaluation", [friday.id, 999])

    assert [one.id for one in found[friday.id]] == [first.id, second.id]
    assert 999 not in found
    assert other.id not in {one.id for one in found[friday.id]}


def test_one_content_takes_room_once(session: Session, alice: Membership, friday: Subject) -> None:
    whole = queries.room_left(session, alice.project_id)
    for digest in ("aa", "aa", "bb"):
        changes.attach(session, alice, friday, received(digest=digest * 32, size=1000))

    assert whole - queries.room_left(session, alice.project_id) == 2000


def test_what_is_removed_gives_its_room_back(
    session: Session, alice: Membership, friday: Subject
) -> None:
    whole = queries.room_left(session, alice.project_id)
    file = attached(session, alice, friday.id)

    changes.remove(session, alice, file)

    assert queries.room_left(session, alice.project_id) == whole
    assert file.digest not in queries.wanted(session)


def test_what_is_missing_or_damaged_is_named(
    session: Session, alice: Membership, friday: Subject, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    whole, damaged = store.keep(BytesIO(b"a")), store.keep(BytesIO(b"b"))
    store.path(damaged.digest).write_bytes(b"c")
    for digest in (whole.digest, damaged.digest, "ff" * 32):
        changes.attach(session, alice, friday, received(digest=digest))

    assert list(queries.faults(store, session)) == sorted(
        [f"files: {damaged.digest} is not what was kept", f"files: {'ff' * 32} is missing"]
    )


def test_what_one_attached_is_handed_over(
    session: Session, alice: Membership, bilal: Membership, friday: Subject
) -> None:
    attached(session, bilal, friday.id)

    [one] = queries.own_data(session, bilal.user_id)

    assert (one["name"], one["bytes"]) == ("Compte rendu.pdf", 40)
    assert queries.own_data(session, alice.user_id) == []
