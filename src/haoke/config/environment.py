"""The settings people give by environment, and where each kind of file is kept."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from haoke.core.database.account import HOME
from haoke.core.database.cluster import Cluster, write_private
from haoke.core.database.roles import APP
from haoke.core.database.urls import Address, parse

SECRET_LENGTH = 50


def data_folder() -> Path:
    """Folder of everything Haoke keeps: `HAOKE_DATA_DIR`, or /var/lib/haoke for root, or below the user's home."""
    if chosen := os.environ.get("HAOKE_DATA_DIR"):
        return Path(chosen).absolute()
    if os.getuid() == 0:
        return HOME
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "haoke"


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


def secret_key() -> str:
    """The installation's secret: `HAOKE_SECRET_KEY`, or the one kept in the data folder; empty before the first start."""
    if given := os.environ.get("HAOKE_SECRET_KEY"):
        return given
    kept = data_folder() / "secret.json"
    return str(json.loads(kept.read_bytes())["key"]) if kept.is_file() else ""


def ensure_secret() -> None:
    """Make the installation's secret when there is none."""
    if not secret_key():
        data_folder().mkdir(parents=True, exist_ok=True)
        write_private(data_folder() / "secret.json", json.dumps({"key": secrets.token_urlsafe(SECRET_LENGTH)}))
