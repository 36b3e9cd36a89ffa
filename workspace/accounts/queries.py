"""Reading accounts, and who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from workspace.accounts.models import (
    LONGEST_PAUSE,
    LONGEST_STAY,
    FailedSignIn,
    Purpose,
    Reset,
    SignIn,
    User,
    key_of,
)
from workspace.accounts.policy import (
    MOST_FOR_A_NAME,
    MOST_FROM_AN_ADDRESS,
    PAUSE,
    RESETS_WINDOW,
    WINDOW,
)
from workspace.core import tokens
from workspace.core.journal import ACCOUNTS, LIBRARY, Event, Space

PAGE = 50

IS_OPEN = (
    SignIn.ended_at.is_(None)
    & (SignIn.opened_at > bindparam("opened_after"))
    & (SignIn.seen_at > bindparam("seen_after"))
    & User.is_active
)
# Asked on every page: written once, it costs half.
TICKET = (
    select(User, SignIn.id, SignIn.seen_at)
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.token_digest == bindparam("digest"), IS_OPEN)
)
# The same, with all that a page shown in a space may depend on.
EVERYBODY = (Space.kind == ACCOUNTS) | (Space.kind == LIBRARY)
SEAL = select(Space.digest).where(EVERYBODY).order_by(Space.id)
STANDING = (
    select(SignIn.seen_at, Space.digest, Space.strokes)
    .join(User, SignIn.user_id == User.id)
    .join(Space, EVERYBODY | (Space.id == bindparam("space_id")))
    .where(SignIn.token_digest == bindparam("digest"), IS_OPEN)
    .order_by(Space.id)
)


@dataclass(frozen=True)
class Ticket:
    """Who comes in, by which sign-in, and when that was last noted."""

    person: User
    sign_in_id: int
    seen_at: datetime


@dataclass(frozen=True)
class Standing:
    """When an open sign-in was last noted, and what all that has happened in some spaces makes."""

    seen_at: datetime
    seal: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Attempt:
    """Someone who says a name, somewhere, some time."""

    name: str
    address: str
    at: datetime

    @property
    def name_digest(self) -> str:
        """Return what is kept of the name."""
        return tokens.digest(key_of(self.name))


@dataclass(frozen=True)
class People:
    """A page of accounts, and whether there are more."""

    found: Sequence[User]
    number: int
    has_next: bool


def find(session: Session, user_id: int) -> User | None:
    """Return a person who has not been removed."""
    return session.scalar(select(User).where(User.id == user_id, User.removed_at.is_(None)))


def by_email(session: Session, email: str) -> User | None:
    """Return the person with an address, however it is written."""
    return session.scalar(select(User).where(User.email_key == key_of(email)))


def people(session: Session, words: str, number: int) -> People:
    """Return a page of the accounts whose name or address contains some words."""
    wanted = key_of(words)
    rows = session.scalars(
        select(User)
        .where(
            User.removed_at.is_(None),
            or_(
                func.lower(User.name).contains(wanted, autoescape=True),
                User.email_key.contains(wanted, autoescape=True),
            ),
        )
        .order_by(func.lower(User.name), User.id)
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return People(rows[:PAGE], number, has_next=len(rows) > PAGE)


def ticket(session: Session, token: str, now: datetime) -> Ticket | None:
    """Return who holds the secret of an open sign-in."""
    row = session.execute(TICKET, {"digest": tokens.digest(token)} | _limits(now)).one_or_none()
    return Ticket(*row) if row else None


def standing(session: Session, token: str, space_id: int, now: datetime) -> Standing | None:
    """Return an open sign-in with the seal of a space, of the accounts and of the library."""
    about = {"digest": tokens.digest(token), "space_id": space_id}
    rows = session.execute(STANDING, about | _limits(now)).all()
    return (
        Standing(rows[0].seen_at, tuple((row.digest, row.strokes) for row in rows))
        if rows
        else None
    )


def seal(session: Session) -> tuple[str, ...]:
    """Return what changes whenever anything happens to the accounts or in the library."""
    return tuple(session.scalars(SEAL))


def is_open(session: Session, sign_in_id: int, now: datetime) -> bool:
    """Tell whether a sign-in still lets its person in."""
    found = session.scalar(
        select(SignIn.id)
        .join(User, SignIn.user_id == User.id)
        .where(SignIn.id == sign_in_id, IS_OPEN),
        _limits(now),
    )
    return found is not None


def sign_ins(session: Session, user_id: int, now: datetime) -> Sequence[SignIn]:
    """Return where a person is signed in, the latest first."""
    return session.scalars(
        select(SignIn)
        .join(User, SignIn.user_id == User.id)
        .where(SignIn.user_id == user_id, IS_OPEN)
        .order_by(SignIn.id.desc())
        .limit(PAGE),
        _limits(now),
    ).all()


def pause(session: Session, attempt: Attempt) -> int:
    """Return how many seconds an attempt must wait, because too many went wrong before it."""
    counts = (
        (FailedSignIn.name_digest == attempt.name_digest, MOST_FOR_A_NAME),
        (FailedSignIn.address == attempt.address, MOST_FROM_AN_ADDRESS),
    )
    return max(_pause(session, attempt.at, mine, most) for mine, most in counts)


def reset(session: Session, token: str, now: datetime) -> Reset | None:
    """Return a link that can still be used, with its person."""
    return session.scalar(
        select(Reset)
        .join(Reset.user)
        .where(
            Reset.token_digest == tokens.digest(token),
            Reset.used_at.is_(None),
            Reset.expires_at > now,
            User.is_active,
        )
        .options(joinedload(Reset.user))
    )


def resets_asked(session: Session, user_id: int, now: datetime) -> int:
    """Return how many links a person has asked for lately."""
    return session.scalars(
        select(func.count(Reset.id)).where(
            Reset.user_id == user_id,
            Reset.purpose == Purpose.FORGOTTEN,
            Reset.asked_at > now - RESETS_WINDOW,
        )
    ).one()


def admin_count(session: Session) -> int:
    """Return how many people can manage accounts."""
    return session.scalars(select(func.count(User.id)).where(User.is_admin, User.is_active)).one()


def deeds(session: Session, user_id: int) -> Sequence[Event]:
    """Return everything the journal says a person did, in the order of the spaces."""
    return session.scalars(
        select(Event).where(Event.author_id == user_id).order_by(Event.space_id, Event.seq)
    ).all()


def own_data(session: Session, person: User, now: datetime) -> dict[str, object]:
    """Return all that is kept of a person, in plain values that a machine can read."""
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "scheme": person.scheme,
        "created_at": person.created_at.isoformat(),
        "sign_ins": [
            {"device": one.device, "opened_at": one.opened_at.isoformat()}
            for one in sign_ins(session, person.id, now)
        ],
        "deeds": [
            {"name": deed.name, "at": deed.at.isoformat(), "details": deed.details}
            for deed in deeds(session, person.id)
        ],
    }


def _limits(now: datetime) -> dict[str, datetime]:
    return {"opened_after": now - LONGEST_STAY, "seen_after": now - LONGEST_PAUSE}


def _pause(session: Session, now: datetime, mine: ColumnElement[bool], most: int) -> int:
    # What a clock set back calls the future is not counted: it would last too long.
    count, last = session.execute(
        select(func.count(FailedSignIn.id), func.max(FailedSignIn.at)).where(
            mine, FailedSignIn.at.between(now - WINDOW, now)
        )
    ).one()
    return (
        ceil((PAUSE - (now - last)).total_seconds()) if count >= most and last + PAUSE > now else 0
    )
