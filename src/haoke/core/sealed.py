"""Secrets at rest and in strangers' hands, sealed with the installation's key; each purpose has a key of its own."""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes


class Broken(ValueError):
    """What was sealed was altered, is bound to something else, or the installation's key is another."""


@lru_cache(maxsize=32)
def _box(secret: str, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode()))


def seal(purpose: str, plain: bytes, bound: bytes = b"") -> bytes:
    """The bytes sealed for `purpose`; only with the same `bound` can they be opened again."""
    nonce = os.urandom(NONCE)
    return nonce + _box(settings.SECRET_KEY, purpose).encrypt(nonce, plain, bound)


def unseal(purpose: str, kept: bytes, bound: bytes = b"") -> bytes:
    """What was sealed; raises Broken."""
    try:
        return _box(settings.SECRET_KEY, purpose).decrypt(kept[:NONCE], kept[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise Broken from None
