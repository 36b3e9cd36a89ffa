"""Secrets that open something once: handed out whole, kept only as a digest."""

import hashlib
import secrets


def fresh() -> str:
    """Return a new secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
