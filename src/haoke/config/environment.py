"""The settings people give by environment, and where each kind of file is kept."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from haoke.core.database.account import HOME
from haoke.core.database.cluster import Cluster, write_private
from haoke.core.database.roles import APP
from haoke.core.database.urls import Address, parse

SECRET_LENGTH = 50
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
TRIAL = "look around first"  # what `make run` prints; nothing else ever sets it


def data_folder() -> Path:
    """Folder of everything Haoke keeps: `HAOKE_DATA_DIR`, or /var/lib/haoke for root, or below the user's home."""
    if chosen := os.environ.get("HAOKE_DATA_DIR"):
        return Path(chosen).absolute()
    if os.getuid() == 0:
        return HOME
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "haoke"


def package_folder() -> Path:
    """Folder of the installed package."""
    return Path(__file__).resolve().parent.parent


def public_url() -> str:
    """Address people reach Haoke by, `HAOKE_URL`, such as https://crm.example.com; empty on one machine or a LAN."""
    return os.environ.get("HAOKE_URL", "").rstrip("/")


def events_url() -> str:
    """Address of the live updates for browsers when a proxy gives them one: `HAOKE_EVENTS_URL`."""
    return os.environ.get("HAOKE_EVENTS_URL", "")


def hosts() -> list[str]:
    """Host names requests may come to: this machine's loopback, `HAOKE_HOSTS` and that of `HAOKE_URL`."""
    given = [*os.environ.get("HAOKE_HOSTS", "").split(","), urlsplit(public_url()).hostname or ""]
    return [*LOOPBACK_HOSTS, *filter(None, given)]


def cluster() -> Cluster:
    """The embedded database's folder."""
    return Cluster(data_folder() / "database")


def embedded() -> bool:
    """Whether Haoke runs its own database, for want of a `DATABASE_URL`."""
    return not os.environ.get("DATABASE_URL")


def application_address() -> Address:
    """How web, worker and events reach the database."""
    if url := os.environ.get("DATABASE_URL"):
        return parse(url)
    found = cluster()
    return found.address(APP) if found.exists else Address(name="haoke", user=APP, host=str(found.socket))


def port() -> int:
    """Port of the web server: `HAOKE_PORT`, or 8000."""
    return int(os.environ.get("HAOKE_PORT") or 8000)


def events_port() -> int:
    """Port of the live updates: `HAOKE_EVENTS_PORT`, or the web server's plus one."""
    return int(os.environ.get("HAOKE_EVENTS_PORT") or port() + 1)


def upload_limit() -> int:
    """The most bytes an uploaded file may have: `HAOKE_UPLOAD_MB`, or 25 MB."""
    return int(float(os.environ.get("HAOKE_UPLOAD_MB") or 25) * 1024 * 1024)


def card_reader() -> str:
    """A program that reads photos of cards in place of our own: `HAOKE_CARD_READER`; it gets the path behind."""
    return os.environ.get("HAOKE_CARD_READER", "")


def link_address() -> str:
    """Where links sent to people lead: `HAOKE_URL`, in a LAN this machine's first address, else its loopback."""
    if url := public_url():
        return url
    if os.environ.get("HAOKE_LAN") == "1":
        return f"https://{os.environ.get('HAOKE_HOSTS', '').split(',')[0] or 'localhost'}:{port()}"
    return f"http://127.0.0.1:{port()}"


def trial_password() -> str | None:
    """The well-known password of `make run`'s users, on this machine's loopback only; None everywhere else."""
    return TRIAL if os.environ.get("HAOKE_TRIAL") == "1" else None


def barred_password() -> str | None:
    """The well-known password where others than this machine's people reach us: nobody signs in with it there."""
    return None if {*hosts()} <= {*LOOPBACK_HOSTS} else TRIAL


def oidc() -> dict[str, str]:
    """The company's identity provider: `HAOKE_OIDC_ISSUER`, `_CLIENT`, `_SECRET`, `_LABEL`, `_TWO_STEP=provider`."""
    names = ("issuer", "client", "secret", "label", "two_step", "domains", "required")
    return {name: os.environ.get(f"HAOKE_OIDC_{name.upper()}", "") for name in names}


def secret_key() -> str:
    """The installation's secret: `HAOKE_SECRET_KEY`, or the one kept in the data folder; empty at first."""
    if given := os.environ.get("HAOKE_SECRET_KEY"):
        return given
    kept = data_folder() / "secret.json"
    return str(json.loads(kept.read_bytes())["key"]) if kept.is_file() else ""


def secret_file() -> Path | None:
    """The file with the installation's secret; None when it comes from `HAOKE_SECRET_KEY`."""
    kept = data_folder() / "secret.json"
    return kept if kept.is_file() and not os.environ.get("HAOKE_SECRET_KEY") else None


def backup_folder() -> Path:
    """Where backups go: `HAOKE_BACKUP_DIR`, or below the data folder."""
    return Path(os.environ.get("HAOKE_BACKUP_DIR") or data_folder() / "backups").absolute()


def backups_kept() -> int:
    """How many daily backups stay: `HAOKE_BACKUP_KEEP`, or 7; 0 makes none."""
    return int(os.environ.get("HAOKE_BACKUP_KEEP") or 7)


def backup_time() -> dt.time:
    """When the daily backup is made, local time: `HAOKE_BACKUP_AT`, or 02:30."""
    return dt.time.fromisoformat(os.environ.get("HAOKE_BACKUP_AT") or "02:30")


def dead_after() -> float:
    """Seconds without a sign of life after which a worker counts as dead: `HAOKE_DEAD_AFTER`, or 30."""
    return float(os.environ.get("HAOKE_DEAD_AFTER") or 30)


def outbound_networks() -> tuple[str, ...]:
    """Internal networks webhooks and mail may go to: `HAOKE_OUTBOUND_NETWORKS`, such as 10.0.0.0/8,192.168.1.0/24."""
    given = os.environ.get("HAOKE_OUTBOUND_NETWORKS", "")
    return tuple(str(ipaddress.ip_network(each.strip())) for each in given.split(",") if each.strip())


def ensure_secret() -> None:
    """Make the installation's secret when there is none."""
    if not secret_key():
        data_folder().mkdir(parents=True, exist_ok=True)
        write_private(data_folder() / "secret.json", json.dumps({"key": secrets.token_urlsafe(SECRET_LENGTH)}))
