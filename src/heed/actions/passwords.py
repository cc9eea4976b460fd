"""Proving a password, by argon2. The only file that knows it."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from heed.errors import BadInput

SHORTEST, LONGEST = 10, 200
_HASHER = PasswordHasher()


def seal(password: str) -> str:
    """What is kept of a password. Raises BadInput for one that is too easy to try out."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"A password has {SHORTEST} to {LONGEST} characters.")
    return _HASHER.hash(password)


def proves(password: str, sealed: str | None) -> bool:
    """Whether it is the password. Where nothing is kept it takes as long, and is False."""
    try:
        right = _HASHER.verify(sealed or _nobody(), password[:LONGEST])
    except VerificationError:
        return False
    return right and sealed is not None


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody's password")
