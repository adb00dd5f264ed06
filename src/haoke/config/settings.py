"""Django settings. No admin, auth, sessions or messages: identity, rights and history are Haoke's own."""

from __future__ import annotations

import os
from typing import Any

from haoke.config import environment
from haoke.core.database.urls import Address

#: What PostgreSQL refuses a process that people wait for; jobs and commands may take their time.
PATIENCE = {"statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
#: What is set in a process's sessions. Each search reads all words not yet sorted into the index, once for each object:
#: 31 pages of them cost it 2.7 ms. What people write sorts them in early, imports and jobs do so by the 4 MB.
SESSION = {"web": {**PATIENCE, "gin_pending_list_limit": "64kB"}, "events": PATIENCE}


def connection(address: Address) -> dict[str, Any]:
    """Django's settings for one database."""
    process = os.environ.get("HAOKE_PROCESS", "command")
    limits = " ".join(f"-c {name}={value}" for name, value in SESSION.get(process, {}).items())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": None,
        # One SELECT 1 a request (0.1 ms); else every thread's first request after a restart of the database fails.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": limits, **address.options, "application_name": f"haoke-{process}"},
    }


SECRET_KEY = environment.secret_key() or "unset-until-the-first-start-of-haoke"
DEBUG = False
ALLOWED_HOSTS = environment.hosts()
PUBLIC_URL = environment.link_address()
TRUST_PROXY = os.environ.get("HAOKE_TRUST_PROXY") == "1"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.postgres",
    "haoke.core",
    "haoke.identity",
    "haoke.privacy",
    "haoke.inbox",
    "haoke.dataquality",
    "haoke.labels",
    "haoke.approvals",
    "haoke.integrations",
    "haoke.automation",
    "haoke.assignment",
    "haoke.pools",
    "haoke.handover",
    "haoke.customers",
    "haoke.sales",
    "haoke.registration",
    "haoke.cards",
    *(["haoke.core.testing.app"] if os.environ.get("HAOKE_TESTING") else []),
    "procrastinate.contrib.django",
]
MIDDLEWARE = ["haoke.identity.middleware.IdentityMiddleware"]
#: Packages without tables that bring routes of their own.
HAOKE_PACKAGES = [
    "haoke.demo",
    "haoke.core.transfer",
    "haoke.core.erasing",
    "haoke.core.bulk",
    "haoke.core.merging",
    "haoke.core.calculated",
    "haoke.core.custom",
    "haoke.core.conditions",
    "haoke.core.indexing",
    "haoke.core.limits",
    "haoke.core.worktime",
    "haoke.core.modules",
    "haoke.core.numbering",
    "haoke.setup",
]
HAOKE_TRIAL_PASSWORD = environment.trial_password()
HAOKE_BARRED_PASSWORD = environment.barred_password()
OIDC = environment.oidc()
ROOT_URLCONF = "haoke.config.urls"
WSGI_APPLICATION = "haoke.config.wsgi.application"
ACTORS = "haoke.identity.actors.load"
COMPANY = "haoke.identity.company.ours"
GATES = (
    ("haoke.approvals.queries.gate", "haoke.approvals.queries.STATE"),
    ("haoke.dataquality.queries.gate", "haoke.dataquality.queries.STATE"),
    ("haoke.registration.queries.gate", "haoke.registration.queries.STATE"),
    ("haoke.labels.queries.gate", "haoke.labels.queries.STATE"),
    ("haoke.customers.queries.giving_way.gate", "haoke.customers.queries.giving_way.STATE"),
)
#: What lists show, filter and sort by though nobody stores it: reckon(actor, spec) -> {name: field}.
RECKONED = (
    "haoke.privacy.queries.reckoned",
    "haoke.dataquality.queries.reckoned",
    "haoke.dataquality.queries.doubted",
    "haoke.dataquality.queries.paired",
    "haoke.pools.queries.reckoned",
    "haoke.sales.queries.bought.reckoned",
    "haoke.customers.queries.gapped.reckoned",
    "haoke.sales.queries.lacking.reckoned",
)
#: Bulk changes in which every record gets values of its own: each(spec, given, {id: values}) -> {id: new values}.
EACH = {"cleaning": "haoke.dataquality.queries.each", "instead": "haoke.handover.queries.places.instead"}
#: What columns of imports may say beside the fields of records (`core.transfer.asides.Teller`).
ASIDES = ("haoke.privacy.actions.filing.CONSENTS",)
#: Tables of apps whose rows belong to the metadata version, as definitions do: what is derived of them is kept with it.
METADATA = (
    "approvals_approvalprocess",
    "dataquality_completeness",
    "assignment_assignmentrule",
    "inbox_mailsequence",
    "labels_levelrule",
    "pools_pool",
    "pools_recyclerule",
    "privacy_personalfield",
)
#: Who gets new records nobody chose an owner for: give(), the state of its rules as SQL, spoken_of().
GIVER = ("haoke.assignment.actions.give", "haoke.assignment.queries.STATE", "haoke.assignment.queries.spoken_of")
#: Internal networks requests may go to (webhooks, mail servers); none unless named.
OUTBOUND_NETWORKS = environment.outbound_networks()
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = []

DATABASES = {"default": connection(environment.application_address())}

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

UPLOAD_LIMIT = environment.upload_limit()
CARD_READER = environment.card_reader()
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 << 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = None
