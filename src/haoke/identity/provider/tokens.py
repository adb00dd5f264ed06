"""Whether an ID token says what it must: by whom, for whom, now, and in answer to our own question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from haoke.core import clock
from haoke.identity.provider.fetching import ProviderFailed, keys

if TYPE_CHECKING:
    from haoke.identity.provider.fetching import Provider

#: Signatures made with a key only the provider has. Never "none", never one made with a secret both know.
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
SLACK = 60  # seconds two clocks may differ
LONGEST_SUBJECT = 255


def subject(provider: Provider, token: Any, nonce: str) -> str:
    """The person an ID token is about, as the provider calls him; raises ProviderFailed."""
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
    return str(claims["sub"])


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
    # A key two sides know would let anybody who has it speak for the provider.
    public = [key for key in known.get("keys", []) if isinstance(key, dict) and key.get("kty") != "oct"]
    return dict(jwt.decode(token, KeySet.import_key_set({"keys": public}), algorithms=SIGNED).claims)
