from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.doors import ANOTHER
from tests.clocks import Wait
from workspace.accounts import changes, queries
from workspace.accounts.changes import Newcomer
from workspace.accounts.models import Language, Purpose, Scheme, SignIn, User
from workspace.core import clock, passwords
from workspace.core.errors import Refused
from workspace.core.journal import Event

HOUR = timedelta(hours=1)


def told(session: Session) -> list[str]:
    names = select(Event.name).where(Event.topic.in_(("accounts", "signins"))).order_by(Event.seq)
    return list(session.scalars(names))


def ticket(session: Session, secret: str) -> queries.Ticket | None:
    return queries.ticket(session, secret, clock.now())


def test_an_account_is_made(session: Session) -> None:
    person = changes.create_account(session, Newcomer("Gaston@Example.org", "Gaston"))

    assert queries.by_email(session, " gaston@example.ORG ") is person
    assert told(session) == ["accounts.created"]


@pytest.mark.parametrize(
    "again", ["emma@example.org", "EMMA@example.org", " emma@example.org ", "\uff45mma@example.org"]
)
def test_two_accounts_never_share_an_address(session: Session, emma: User, again: str) -> None:
    assert emma

    with pytest.raises(Refused):
        changes.create_account(session, Newcomer(again, "Une autre"))


def test_a_secret_opens_the_door_and_is_not_kept(session: Session, emma: User) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")

    found = ticket(session, secret)

    assert found
    assert found.person is emma
    assert secret not in session.scalars(select(SignIn.token_digest)).all()


def test_a_closed_door_stays_closed(session: Session, emma: User) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")
    found = ticket(session, secret)
    assert found

    changes.end_sign_in(session, emma, found.sign_in_id)
    changes.end_sign_in(session, emma, found.sign_in_id)

    assert ticket(session, secret) is None
    assert told(session) == ["signins.opened", "signins.ended"]


def test_nobody_closes_the_door_of_another(session: Session, emma: User) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")
    found, other = ticket(session, secret), people.person(session, "Denis")
    assert found

    changes.end_sign_in(session, other, found.sign_in_id)

    assert ticket(session, secret)


def test_the_other_doors_are_closed_at_once(session: Session, emma: User) -> None:
    here, there = (changes.sign_in(session, emma, device=one) for one in ("Firefox", "Chrome"))
    kept = ticket(session, here)
    assert kept

    changes.end_other_sign_ins(session, emma, kept_id=kept.sign_in_id)

    assert ticket(session, here)
    assert ticket(session, there) is None


def test_a_door_closes_after_half_an_hour_without_use(
    session: Session, emma: User, wait: Wait
) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")

    wait(timedelta(minutes=29))
    assert ticket(session, secret)
    wait(timedelta(minutes=2))

    assert ticket(session, secret) is None


def test_a_door_in_use_closes_after_twelve_hours_all_the_same(
    session: Session, emma: User, wait: Wait
) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")
    found = ticket(session, secret)
    assert found

    for _ in range(30):
        wait(timedelta(minutes=25))
        changes.note_use(session, found.sign_in_id, clock.now())

    assert ticket(session, secret) is None


def test_a_new_password_closes_every_door_and_every_link(session: Session, emma: User) -> None:
    secret, link = (
        changes.sign_in(session, emma, device="Firefox"),
        changes.ask_reset(session, emma),
    )

    changes.change_password(session, emma, passwords.kept(ANOTHER))

    assert ticket(session, secret) is None
    assert queries.reset(session, link, clock.now()) is None


def test_a_link_serves_once(session: Session, emma: User) -> None:
    link = changes.ask_reset(session, emma)

    first = changes.reset_password(session, link, passwords.kept(ANOTHER))
    second = changes.reset_password(session, link, passwords.kept("Encore une autre phrase"))

    assert first is emma
    assert second is None
    assert passwords.matches(emma.password_hash, ANOTHER)


def test_a_newer_link_replaces_the_one_before(session: Session, emma: User) -> None:
    older, newer = changes.ask_reset(session, emma), changes.ask_reset(session, emma)

    assert queries.reset(session, older, clock.now()) is None
    assert queries.reset(session, newer, clock.now())


@pytest.mark.parametrize(
    ("purpose", "life"), [(Purpose.FORGOTTEN, HOUR), (Purpose.WELCOME, 72 * HOUR)]
)
def test_a_link_lives_for_a_while(
    session: Session, emma: User, purpose: Purpose, life: timedelta
) -> None:
    link = changes.ask_reset(session, emma, purpose=purpose)

    assert queries.reset(session, link, clock.now() + life - timedelta(minutes=1))
    assert queries.reset(session, link, clock.now() + life) is None


def test_a_disabled_account_is_out_at_once_and_its_links_are_dead(
    session: Session, emma: User
) -> None:
    admin = people.person(session, "Inès")
    secret, link = (
        changes.sign_in(session, emma, device="Firefox"),
        changes.ask_reset(session, emma),
    )

    changes.disable_account(session, emma, author_id=admin.id)

    assert ticket(session, secret) is None
    assert queries.reset(session, link, clock.now()) is None


def test_an_account_that_is_enabled_again_signs_in_again(session: Session, emma: User) -> None:
    admin = people.person(session, "Inès")
    changes.disable_account(session, emma, author_id=admin.id)

    changes.enable_account(session, emma, author_id=admin.id)

    assert ticket(session, changes.sign_in(session, emma, device="Firefox"))


def test_nobody_disables_their_own_account(session: Session, emma: User) -> None:
    with pytest.raises(Refused):
        changes.disable_account(session, emma, author_id=emma.id)


def test_a_removed_person_becomes_a_pseudonym(session: Session, emma: User) -> None:
    secret = changes.sign_in(session, emma, device="Firefox")

    changes.remove_account(session, emma, author_id=emma.id)

    assert emma.name == f"Personne retirée n°\u00a0{emma.id}"
    assert (emma.email, emma.email_key, emma.password_hash) == (None, None, None)
    assert ticket(session, secret) is None


def test_the_address_of_a_removed_person_is_free_again(session: Session, emma: User) -> None:
    changes.remove_account(session, emma, author_id=emma.id)

    again = changes.create_account(session, Newcomer("emma@example.org", "Emma"))

    assert again.id != emma.id


def test_somebody_always_manages_the_accounts(session: Session, emma: User) -> None:
    emma.is_admin = True

    with pytest.raises(Refused):
        changes.remove_account(session, emma, author_id=emma.id)


def test_the_journal_never_holds_a_name(session: Session, emma: User) -> None:
    changes.rename(session, emma, name="Emma Le Goff")
    changes.remove_account(session, emma, author_id=emma.id)

    details = session.scalars(select(Event.details).where(Event.topic == "accounts"))

    assert not any("Emma" in str(one) for one in details)


def test_a_choice_that_changes_nothing_tells_nothing(session: Session, emma: User) -> None:
    changes.choose(session, emma, Language.FRENCH, Scheme.AUTO)
    changes.rename(session, emma, name="Emma")
    changes.choose(session, emma, Language.ENGLISH, Scheme.DARK)

    assert told(session) == ["accounts.chose"]


def test_everything_kept_of_a_person_is_handed_over(session: Session, emma: User) -> None:
    changes.sign_in(session, emma, device="Firefox · Linux")

    data = queries.own_data(session, emma, clock.now())

    assert data["email"] == "emma@example.org"
    assert "Firefox · Linux" in str(data["sign_ins"])
    assert "signins.opened" in str(data["deeds"])
    assert "password" not in str(data)
