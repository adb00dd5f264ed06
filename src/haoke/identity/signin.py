"""Signing in and out, and changing one's own password and preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from haoke.core.errors import Denied, Invalid, SignInNeeded
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import actors, passwords, sessions, throttle, twostep
from haoke.identity.choices import Second
from haoke.identity.models import Credential, Session, Token
from haoke.identity.provider import kept as provider
from haoke.identity.sessions import Opened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor

Password = Annotated[SecretStr, Field(max_length=1000)]


class BadCredentials(SignInNeeded):
    """The same for a wrong password, an unknown name and a person who may not sign in."""

    code = "bad_credentials"
    title = T("E-mail or password is not right", "邮箱或密码不正确")


class SignIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Password


class Code(BaseModel):
    """What an authenticator shows, or a recovery code."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(min_length=1, max_length=twostep.LONGEST)]


class Proof(BaseModel):
    """The password; of who has an authenticator, its code."""

    model_config = ConfigDict(extra="forbid")
    password: Password | None = None
    code: Annotated[str, Field(min_length=1, max_length=twostep.LONGEST)] | None = None


class NewPassword(BaseModel):
    model_config = ConfigDict(extra="forbid")
    old: Password
    new: Password


class Preferences(BaseModel):
    model_config = ConfigDict(extra="forbid")
    language: Literal["zh", "en"] | None = None
    theme: Literal["system", "light", "dark"] | None = None


_CREDENTIAL = """
SELECT u.id, c.password FROM identity_user u JOIN identity_credential c ON c.user_id = u.id
WHERE lower(u.email) = lower(%s) AND u.state = 'active' AND u.deleted_at IS NULL
"""


def sign_in(data: SignIn, address: str = "", agent: str = "") -> Opened:
    """Open a session, half a one where a second step is due; raises BadCredentials, ProviderRequired, TooMany "locked".

    Not inside a transaction: wrong tries must count.
    """
    email = data.email.strip().lower()
    attempt = throttle.admit(email, address)
    with connection.cursor() as cursor:
        cursor.execute(_CREDENTIAL, [email])
        user, kept = cursor.fetchone() or (None, None)
    password = data.password.get_secret_value()
    right = passwords.verify(kept, password) and password != settings.HAOKE_BARRED_PASSWORD
    if not right or user is None or kept is None:
        raise BadCredentials
    throttle.succeeded(attempt)
    provider.require_password_counts(actors.load(user))
    if passwords.outdated(kept):
        Credential.objects.filter(pk=user, password=kept).update(password=passwords.hashed(password))
    return sessions.start(user, address, agent, twostep.asked(user))


def second_step(actor: Actor, data: Code, address: str = "", agent: str = "") -> Opened:
    """A whole session, with a new secret, for half a one and a right code; raises Invalid, TooMany "locked"."""
    twostep.check(actor, data.code, address)
    return whole(actor, address, agent)


def whole(actor: Actor, address: str = "", agent: str = "") -> Opened:
    """A whole session in place of the half one in use, whose person has shown both."""
    Session.objects.filter(pk__in=[actor.session]).delete()
    return sessions.start(actor.id, address, agent, Second.DONE)


def prove(actor: Actor, data: Proof, address: str = "") -> None:
    """Show that it is still the person himself: for ten minutes he may do what is guarded. Raises Invalid, TooMany."""
    if actor.session is None:
        raise Denied
    if twostep.asked(actor.id) is Second.DUE:
        twostep.check(actor, data.code or "", address)
    else:
        _check_password(actor, "password", data.password, address)
    sessions.prove(actor)


def _check_password(actor: Actor, field: str, given: SecretStr | None, address: str) -> None:
    attempt = throttle.admit(f"password of {actor.id}", address)
    kept = Credential.objects.filter(pk=actor.id).values_list("password", flat=True).first()
    if not passwords.verify(kept, given.get_secret_value() if given else ""):
        raise Invalid.at(field, "wrong", T("The present password is not right", "当前密码不正确"))
    throttle.succeeded(attempt)


def sign_out(actor: Actor) -> None:
    """End the session in use."""
    Session.objects.filter(pk__in=[actor.session]).delete()


def change_password(actor: Actor, data: NewPassword, address: str = "", company: Iterable[str] = ()) -> None:
    """Set one's own password; all other sessions and open links end. Raises Invalid, TooMany, Denied for a key."""
    if actor.session is None:
        raise Denied
    _check_password(actor, "old", data.old, address)
    new = data.new.get_secret_value()
    passwords.check(new, [*company, *names_of(actor.id)])
    with changes(actor, "change_password") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "password_changed")
        store_password(actor.id, new)
    sessions.end_others(actor)


def store_password(user_id: UUID, password: str) -> None:
    """Keep a password, already checked; open links of the person die with the old one."""
    with transaction.atomic():
        Credential.objects.update_or_create(
            user_id=user_id, defaults={"password": passwords.hashed(password), "changed_at": Now()}
        )
        Token.objects.filter(user_id=user_id).delete()


def names_of(user_id: UUID) -> list[str]:
    """Words that may not be in a person's password: his name and address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, coalesce(email, '') FROM identity_user WHERE id = %s", [user_id])
        found = cursor.fetchone()
    return list(found or ())


def set_preferences(actor: Actor, data: Preferences) -> None:
    """Language and appearance are everybody's own."""
    wanted: dict[str, Any] = data.model_dump(exclude_none=True)
    if not wanted:
        return
    with changes(actor, "set_preferences") as tx:
        tx.get("user", actor.id, "read")
        tx.set("user", actor.id, wanted)
