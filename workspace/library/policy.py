"""Who may read and keep the library: published cases are everybody's."""

from workspace.accounts.models import User
from workspace.library.models import DRAFT, PUBLIC, Case, Status


def may_keep(person: User | None) -> bool:
    """Tell whether a person reads the drafts, and decides what is published."""
    return person is not None and person.is_admin


def may_read(person: User | None, case: Case) -> bool:
    """Tell whether a person may read a case."""
    return case.status is Status.PUBLISHED or may_keep(person)


def statuses(person: User | None) -> frozenset[Status]:
    """Return which cases a person may find."""
    return frozenset(Status) if may_keep(person) else frozenset({Status.PUBLISHED})


def tokens(person: User | None) -> frozenset[str]:
    """Return what the documents of the index that a person may find carry."""
    return frozenset({PUBLIC, DRAFT}) if may_keep(person) else frozenset({PUBLIC})
