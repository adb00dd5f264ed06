"""Whether an ID token says what it must: by whom, for whom, now, and in answer to our own question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from haoke.core import clock
from haoke.identity.provider.fetching import ProviderFailed, keys

if TYPE_CHECKING:
    from haoke.identity.provider.kept import Provider

#: Signatures made with a key only the provider has. Never "none", never one made with a secret both know.
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
SLACK = 60  # seconds two clocks may differ
LONGEST_SUBJECT, LONGEST_ADDRESS = 255, 254


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a token is about: as the provider calls him, and the address it tells, empty unless it stands by it."""

    subject: str
    email: str


def told(provider: Provider, token: Any, nonce: str) -> Told:
    """The person an ID token is about; raises ProviderFailed."""
    if not isinstance(token, str):
        raise ProviderFailed
    claims = _claims(provider, token)
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    now = clock.now().timestamp()
    wrong = (
        str(claims.get("iss", "")).rstrip("/") != provider.issuer,
        provider.client not in meant,
        (len(meant) > 1 or "azp" in claims) and claims.get("azp") != provider.client,
        not _number(claims.get("exp")) or claims["exp"] < now - SLACK,
        not _number(claims.get("iat")) or claims["iat"] > now + SLACK,
        claims.get("nonce") != nonce,
        not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT,
    )
    if any(wrong):
        raise ProviderFailed
    return Told(str(claims["sub"]), _email(claims))


def _email(claims: dict[str, Any]) -> str:
    email = claims.get("email")
    vouched = claims.get("email_verified", True) in (True, "true")
    return email[:LONGEST_ADDRESS] if vouched and isinstance(email, str) else ""


def usable(found: dict[str, Any]) -> bool:
    """Whether there is a key among them that signatures could be checked with."""
    try:
        return bool(_public(found) and KeySet.import_key_set({"keys": _public(found)}).keys)
    except (JoseError, ValueError, TypeError, KeyError):
        return False


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _claims(provider: Provider, token: str) -> dict[str, Any]:
    try:
        try:
            return _decoded(token, keys(provider))
        except InvalidKeyIdError:  # the provider has changed its keys
            return _decoded(token, keys(provider, anew=True))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFailed from error


def _decoded(token: str, known: dict[str, Any]) -> dict[str, Any]:
    return dict(jwt.decode(token, KeySet.import_key_set({"keys": _public(known)}), algorithms=SIGNED).claims)


def _public(known: dict[str, Any]) -> list[Any]:
    """A key two sides know would let anybody who has it speak for the provider."""
    return [key for key in known.get("keys", []) if isinstance(key, dict) and key.get("kty") != "oct"]
