"""Who may do what in a certification session."""

from workspace.accounts.models import User


def may_organise(person: User) -> bool:
    """Tell whether a person opens sessions, enrols candidates and assigns trainers."""
    return person.is_admin


def may_follow(person: User, *, is_trainer: bool) -> bool:
    """Tell whether a person sees where all the groups of a session stand."""
    return is_trainer or may_organise(person)
