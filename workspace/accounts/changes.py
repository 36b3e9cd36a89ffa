"""Changing accounts: each function makes one change and tells it in the space of the accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from workspace.accounts import policy, queries
from workspace.accounts.models import (
    LONGEST_STAY,
    FailedSignIn,
    Language,
    Purpose,
    Reset,
    Scheme,
    SignIn,
    User,
    key_of,
)
from workspace.core import clock, journal, tokens
from workspace.core.errors import Refused
from workspace.core.journal import Detail

PSEUDONYM = "Personne retirée n°\u00a0%d"
LIVES = {Purpose.FORGOTTEN: policy.RESET_LIFE, Purpose.WELCOME: policy.WELCOME_LIFE}


@dataclass(frozen=True)
class Newcomer:
    """What is known of a person when their account is made."""

    email: str
    name: str
    password_hash: str | None = None
    language: Language = Language.FRENCH
    is_admin: bool = False
    is_trainer: bool = False


def create_account(session: Session, newcomer: Newcomer, *, author_id: int | None = None) -> User:
    """Make an account; two accounts never share an address, however it is written."""
    if queries.by_email(session, newcomer.email):
        raise Refused("taken")
    person = User(**vars(newcomer))
    session.add(person)
    session.flush()
    _tell(session, "accounts.created", person.id, author_id=author_id)
    return person


def sign_in(
    session: Session, person: User, *, device: str, password_hash: str | None = None
) -> str:
    """Open a door for a person and return its secret; their failures are forgotten."""
    now, secret = clock.now(), tokens.fresh()
    person.password_hash = password_hash or person.password_hash
    session.execute(
        delete(SignIn).where(SignIn.user_id == person.id, SignIn.opened_at < now - LONGEST_STAY)
    )
    _forget_failures(session, person)
    opened = SignIn(
        token_digest=tokens.digest(secret),
        user_id=person.id,
        device=device,
        opened_at=now,
        seen_at=now,
    )
    session.add(opened)
    session.flush()
    _tell(session, "signins.opened", person.id, author_id=person.id, signin=opened.id)
    return secret


def end_sign_in(session: Session, person: User, sign_in_id: int) -> None:
    """Close one door of a person; one that is closed already stays so."""
    _end(session, person, author_id=person.id, only=sign_in_id)


def end_other_sign_ins(session: Session, person: User, *, kept_id: int) -> None:
    """Close every door of a person but the one they use now."""
    _end(session, person, author_id=person.id, but=kept_id)


def note_use(session: Session, sign_in_id: int, now: datetime) -> None:
    """Note that a person still uses an open door."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def note_failure(session: Session, attempt: queries.Attempt) -> None:
    """Count a wrong password; kept out of the journal, and forgotten once it counts no more."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < attempt.at - policy.WINDOW))
    session.add(
        FailedSignIn(name_digest=attempt.name_digest, address=attempt.address, at=attempt.at)
    )


def change_password(session: Session, person: User, password_hash: str) -> None:
    """Give a person another password: every open door and every link they had is closed."""
    person.password_hash = password_hash
    session.execute(delete(Reset).where(Reset.user_id == person.id, Reset.used_at.is_(None)))
    _tell(session, "accounts.password_changed", person.id, author_id=person.id)
    _end(session, person, author_id=person.id)


def ask_reset(session: Session, person: User, *, purpose: Purpose = Purpose.FORGOTTEN) -> str:
    """Make a link to choose a password, and return its secret; older links die."""
    now, secret = clock.now(), tokens.fresh()
    mine = Reset.user_id == person.id
    session.execute(delete(Reset).where(mine, Reset.expires_at < now - policy.RESETS_WINDOW))
    session.execute(update(Reset).where(mine, Reset.used_at.is_(None)).values(used_at=now))
    session.add(
        Reset(
            token_digest=tokens.digest(secret),
            user_id=person.id,
            purpose=purpose,
            asked_at=now,
            expires_at=now + LIVES[purpose],
        )
    )
    _tell(session, "accounts.reset_asked", person.id, author_id=None)
    return secret


def reset_password(session: Session, secret: str, password_hash: str) -> User | None:
    """Use a link to choose a password; None when it has been used or is too old."""
    found = queries.reset(session, secret, clock.now())
    if found is None or not _take(session, found, clock.now()):
        return None
    change_password(session, found.user, password_hash)
    _forget_failures(session, found.user)
    return found.user


def disable_account(session: Session, person: User, *, author_id: int) -> None:
    """Keep a person out until further notice, at once and everywhere."""
    if not person.is_active:
        return
    if person.id == author_id:
        raise Refused("own_account")
    person.is_active = False
    _tell(session, "accounts.disabled", person.id, author_id=author_id)
    _end(session, person, author_id=author_id)


def enable_account(session: Session, person: User, *, author_id: int) -> None:
    """Let a person sign in again."""
    if person.is_active or person.removed_at:
        return
    person.is_active = True
    _tell(session, "accounts.enabled", person.id, author_id=author_id)


def remove_account(session: Session, person: User, *, author_id: int) -> None:
    """Forget who a person was: what they did stays, under a pseudonym."""
    if person.is_admin and person.is_active and queries.admin_count(session) == 1:
        raise Refused("last_admin")
    _forget_failures(session, person)
    for table in (SignIn, Reset):
        session.execute(delete(table).where(table.user_id == person.id))
    person.email = person.password_hash = None
    person.name = PSEUDONYM % person.id
    person.is_active = person.is_admin = person.is_trainer = False
    person.removed_at = clock.now()
    _tell(session, "accounts.removed", person.id, author_id=author_id)


def rename(session: Session, person: User, *, name: str) -> None:
    """Change the name of a person; the journal says that it changed, never the name."""
    if person.name != name:
        person.name = name
        _tell(session, "accounts.renamed", person.id, author_id=person.id)


def choose(session: Session, person: User, language: Language, scheme: Scheme) -> None:
    """Choose in which language a person reads, and how light their pages are."""
    before: dict[str, Detail] = {"language": person.language, "scheme": person.scheme}
    after: dict[str, Detail] = {"language": language, "scheme": scheme}
    if before == after:
        return
    person.language, person.scheme = language, scheme
    _tell(session, "accounts.chose", person.id, author_id=person.id, before=before, after=after)


def _end(
    session: Session,
    person: User,
    *,
    author_id: int,
    only: int | None = None,
    but: int | None = None,
) -> None:
    wanted = [SignIn.user_id == person.id, SignIn.ended_at.is_(None)]
    if only is not None:
        wanted.append(SignIn.id == only)
    if but is not None:
        wanted.append(SignIn.id != but)
    closing = (
        update(SignIn)
        .where(*wanted)
        .values(ended_at=clock.now())
        .returning(SignIn.id)
        .execution_options(synchronize_session=False)
    )
    ended: list[Detail] = list(session.scalars(closing))
    if ended:
        _tell(session, "signins.ended", person.id, author_id=author_id, signins=ended)


def _take(session: Session, link: Reset, now: datetime) -> bool:
    taken = session.scalars(
        update(Reset)
        .where(Reset.id == link.id, Reset.used_at.is_(None))
        .values(used_at=now)
        .returning(Reset.id)
        .execution_options(synchronize_session=False)
    )
    return taken.one_or_none() is not None


def _forget_failures(session: Session, person: User) -> None:
    name = tokens.digest(key_of(person.email or ""))
    session.execute(delete(FailedSignIn).where(FailedSignIn.name_digest == name))


def _tell(
    session: Session, name: str, person_id: int, *, author_id: int | None, **details: Detail
) -> None:
    by = journal.Hand(journal.accounts_space(session), author_id)
    journal.record(session, by, name, person_id, user=person_id, **details)
