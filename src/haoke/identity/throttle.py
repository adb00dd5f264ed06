"""Growing delay and lock-out of guessing, kept in the database so that it survives restarts and counts every process.

Wrong tries are counted for the account from one address (five, then growing waits), for the address as a whole (twenty
an hour) and for the account as a whole (a hundred an hour, from addresses it never signed in from): whoever guesses is
stopped, and the person himself still gets in from where he usually does.
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.db import connection, transaction

from haoke.core.errors import TooMany
from haoke.core.text import T
from haoke.identity.models import SignInAttempt

FREE = 5
FIRST_WAIT, LONGEST_WAIT = 30, 3600  # seconds
AN_ADDRESS, AN_ACCOUNT = 20, 100  # wrong tries an hour
HOUR = 3600
KEPT_DAYS = 30

LOCKED = T("Too many wrong tries; try again in {seconds} seconds", "错误次数过多，请在 {seconds} 秒后再试")

# Ages in seconds; what lies before the last success from the same place is forgiven.
_COUNTS = """
SELECT count(*) FILTER (WHERE same AND age < forgiven), min(age) FILTER (WHERE same AND age < forgiven),
  count(*) FILTER (WHERE here AND age < 3600), max(age) FILTER (WHERE here AND age < 3600),
  count(*) FILTER (WHERE mine AND age < 3600), max(age) FILTER (WHERE mine AND age < 3600), bool_or(known)
FROM (
  SELECT extract(epoch FROM statement_timestamp() - a.at) AS age, g.age IS NOT NULL AS known,
    a.account = %(account)s AND a.address = %(address)s AS same, a.address = %(address)s AS here,
    a.account = %(account)s AS mine, coalesce(g.age, 'infinity') AS forgiven
  FROM identity_signinattempt a LEFT JOIN LATERAL (
    SELECT extract(epoch FROM statement_timestamp() - max(at)) AS age FROM identity_signinattempt
    WHERE account = %(account)s AND address = %(address)s AND good
  ) g ON true
  WHERE NOT a.good AND a.at > statement_timestamp() - interval '1 day'
    AND (a.account = %(account)s OR a.address = %(address)s)
) tried
"""


def network(address: str) -> str:
    """The address tries are counted for: an IPv6 caller owns a whole /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


def admit(account: str, address: str, most: int = AN_ACCOUNT) -> int:
    """Id of a new try, counted as wrong until `succeeded`; raises TooMany "locked" with `retry_after` seconds.

    `most`: wrong tries an hour for the account from addresses it never succeeded from.
    """
    digest, here = hashlib.sha256(account.encode()).digest(), network(address)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Tries at once from one address wait for each other, else each would count as the first.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [here])
            cursor.execute(_COUNTS, {"account": digest, "address": here})
            wait = _wait(cursor.fetchone(), most)
        if wait > 0:
            raise TooMany(LOCKED.fill(seconds=wait), code="locked", extra={"retry_after": wait})
        return int(SignInAttempt.objects.create(account=digest, address=here).pk)


def _wait(counts: tuple[Any, ...], most: int) -> int:
    """Seconds to wait, from a row of `_COUNTS`."""
    wrong, last, here, here_first, account, account_first, known = counts
    waits = [0.0]
    if wrong >= FREE:
        waits.append(min(FIRST_WAIT * 2.0 ** (wrong - FREE), LONGEST_WAIT) - float(last or 0))
    if here >= AN_ADDRESS:
        waits.append(HOUR - float(here_first or 0))
    if account >= most and not known:
        waits.append(HOUR - float(account_first or 0))
    return int(max(waits) + 0.999)


def succeeded(attempt: int) -> None:
    """The try was right: what was wrong before it from there is forgotten."""
    SignInAttempt.objects.filter(pk=attempt).update(good=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM identity_signinattempt WHERE at < statement_timestamp() - make_interval(days => %s)",
            [KEPT_DAYS],
        )
