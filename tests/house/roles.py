"""What each role may be answered."""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What becomes of a request."""

    IN = "let in, whatever the page then says of the form"
    REFUSED = "refused: 403"
    MISSING = "told nothing: 404"
    SIGN_IN = "asked to sign in"


IN, REFUSED, MISSING, SIGN_IN = Outcome


class Door(NamedTuple):
    """What each role is answered."""

    lead: Outcome
    contributor: Outcome
    reader: Outcome
    outsider: Outcome
    admin: Outcome
    anonymous: Outcome


PUBLIC = Door(IN, IN, IN, IN, IN, IN)
SIGNED_IN = Door(IN, IN, IN, IN, IN, SIGN_IN)
ADMINS = Door(REFUSED, REFUSED, REFUSED, REFUSED, IN, SIGN_IN)
READ = Door(IN, IN, IN, MISSING, MISSING, SIGN_IN)
CONTRIBUTE = Door(IN, IN, REFUSED, MISSING, MISSING, SIGN_IN)
MANAGE = Door(IN, REFUSED, REFUSED, MISSING, MISSING, SIGN_IN)
OWN = Door(IN, MISSING, MISSING, MISSING, MISSING, SIGN_IN)
NOT_THE_LAST = Door(REFUSED, IN, IN, MISSING, MISSING, SIGN_IN)
NOTHING = Door(MISSING, MISSING, MISSING, MISSING, MISSING, MISSING)
NOBODY = Door(MISSING, MISSING, MISSING, MISSING, MISSING, SIGN_IN)
