"""Trying a provider out before anybody depends on it: what is wrong, at which of its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.errors import Invalid
from haoke.core.text import T
from haoke.identity.provider import fetching, tokens
from haoke.identity.provider.fetching import ProviderFailed
from haoke.identity.provider.kept import redirect, wanted

if TYPE_CHECKING:
    from haoke.identity.provider.kept import Provider, Wanted

NO_ENDPOINT = T(
    "Its description names no {name}; is it an OpenID Connect provider?",
    "其说明中缺少 {name}，请确认是 OpenID Connect 服务",
)
NO_KEYS = T("It publishes no key Haoke could check a signature with", "未发布可用于验证签名的公钥")
NOT_KNOWN = T("It does not know this client, or the secret is not right", "服务不认识此客户端，或密钥不正确")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
#: What a provider answers to a client it does not know; to our made-up code it answers invalid_grant.
UNKNOWN_CLIENT = frozenset({"invalid_client", "unauthorized_client"})


def attempt(data: Wanted) -> dict[str, Any]:
    """Ask the provider what it is, for its keys and whether it knows us: {client_known}; raises Invalid at a field."""
    provider = wanted(data)
    try:
        about = fetching.discovered(provider)
        _require_whole(about)
        if not tokens.usable(fetching.answered(provider, "GET", str(about["jwks_uri"]))):
            raise Invalid.at("issuer", "no_keys", NO_KEYS)
        return {"client_known": _known(provider, str(about["token_endpoint"]))}
    except ProviderFailed as failed:
        raise Invalid.at("issuer", "provider_failed", failed.reason) from None


def _require_whole(about: dict[str, Any]) -> None:
    for name in ENDPOINTS:
        if not isinstance(about.get(name), str) or not about[name]:
            raise Invalid.at("issuer", "no_endpoint", NO_ENDPOINT.fill(name=name))


def _known(provider: Provider, endpoint: str) -> bool:
    """Whether it took our name and secret: a code nobody was given tells. False when its answer does not say."""
    sent = {
        "grant_type": "authorization_code",
        "code": "haoke-tries",
        "redirect_uri": redirect(),
        "code_verifier": "x" * 43,
    }
    error = fetching.refusal(provider, endpoint, sent)
    if error in UNKNOWN_CLIENT:
        raise Invalid.at("secret" if provider.secret else "client", "unknown_client", NOT_KNOWN)
    return error == "invalid_grant"
