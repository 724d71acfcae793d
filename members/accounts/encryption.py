"""Encrypts what the second factor keeps in the database, so that a copy of the database alone opens no account.

The key comes from MFA_ENCRYPTION_KEYS (the first encrypts, all decrypt), else from SECRET_KEY and its fallbacks.
`manage.py reencrypt_second_factors` brings what is stored under the first key.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"portal: second factor"


class UnreadableSecretError(Exception):
    """What is stored was encrypted under a key that is not known any more."""


def encrypt(text: str) -> str:
    return _box(_secrets()).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Return what `text` was made from. Raises UnreadableSecretError."""
    try:
        return _box(_secrets()).decrypt(text.encode()).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def holds(text: str, secret: str) -> bool:
    """Whether `text` can be read and says `secret`."""
    try:
        return decrypt(text) == secret
    except UnreadableSecretError:
        return False


def reencrypt(text: str) -> str:
    """Return `text` under the first key. Raises UnreadableSecretError."""
    try:
        return _box(_secrets()).rotate(text.encode()).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def _secrets() -> tuple[str, ...]:
    return tuple(settings.MFA_ENCRYPTION_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


@lru_cache(maxsize=4)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(derived)
