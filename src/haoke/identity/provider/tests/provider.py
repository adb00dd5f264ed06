"""An identity provider on loopback, which behaves, or misbehaves as it is told."""

from __future__ import annotations

import hmac
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from haoke.core import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENT, SECRET = "haoke-test", "a secret both sides know, of enough bytes"
#: Made once: a key takes its time.
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("one", "two"))


@dataclass
class Provider:
    """What it will say; each test spoils one thing."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    sign: Callable[[dict[str, Any]], str] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=lambda: [KEY])
    redirect: str = ""
    slow: float = 0.0
    long: int = 0
    status: int = 200
    refusal: str = ""
    error: str = ""
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def token(self) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "u-1", "exp": now + 300, "iat": now, "nonce": self.nonce,
            "email": "anna@example.com", "email_verified": True, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("/openid-configuration"):
            ends = {"authorization": "/go", "token": "/token"}
            named = {f"{name}_endpoint": self.issuer + where for name, where in ends.items()}
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **named, **self.about}
        if path == "/keys":
            return {"keys": [key.as_dict(private=False) if hasattr(key, "as_dict") else key for key in self.keys]}
        if self.refusal:
            return {"error": self.refusal}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}


def unsigned(claims: dict[str, Any]) -> str:
    """alg none: anybody's word."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def with_secret(claims: dict[str, Any]) -> str:
    """Signed with the secret both sides know."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


def with_public_key(claims: dict[str, Any]) -> str:
    """The public key taken for a shared secret: HS256 with what everybody can fetch; libraries refuse to make it."""
    head, body = (_part(each) for each in ({"alg": "HS256", "kid": "one"}, claims))
    signed = hmac.digest(KEY.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{urlsafe_b64encode(signed).decode().rstrip('=')}"


def _part(document: dict[str, Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(document)).decode().rstrip("=")


def with_other_key(claims: dict[str, Any]) -> str:
    """Signed by somebody else under the provider's key id."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY)


class Handler(BaseHTTPRequestHandler):
    """Answers as `made` says."""

    made: Provider

    def send_back(self) -> None:
        """What its page does with a browser: at once, with a code or an error."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.made.nonce = asked["nonce"]
        told = {"error": self.made.error} if self.made.error else {"code": "c-1"}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({**told, 'state': asked['state']})}")
        self.end_headers()

    def answer(self, form: dict[str, list[str]]) -> None:
        self.made.asked.append((self.path, form))
        if self.path.startswith("/go?"):
            self.send_back()
            return
        if self.made.redirect and self.path == "/token":
            self.send_response(302)
            self.send_header("Location", self.made.redirect)
            self.end_headers()
            return
        body = orjson.dumps(self.made.answer(self.path)) + b" " * self.made.long
        refused = self.made.refusal and self.path == "/token"
        self.send_response(400 if refused else self.made.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for at in range(0, len(body), 4096):
            if self.made.slow and self.path == "/token":
                time.sleep(self.made.slow)
            self.wfile.write(body[at : at + 4096])

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        self.answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[Provider]:
    """A provider at work."""
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Handler,), {"made": made}))
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
