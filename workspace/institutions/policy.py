"""Who may correct what is known of an institution."""

from workspace.accounts.models import User


def may_correct(person: User, *, speaks_for_it: bool) -> bool:
    """Tell whether a person may correct an institution: its people, or who manages accounts."""
    return speaks_for_it or person.is_admin
