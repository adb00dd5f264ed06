"""What `haoke serve` says when it is up."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from haoke.cli.network import listening, own_addresses
from haoke.config import environment
from haoke.core.text import T, say

if TYPE_CHECKING:
    from haoke.cli.installation import Installation

UP = T("Haoke is ready:  {address}", "好客已就绪：  {address}")
FINGERPRINT = T(
    "The certificate was made on this machine, so browsers ask once; its SHA-256 fingerprint is\n  {fingerprint}",
    "证书由本机自制，浏览器会询问一次；其 SHA-256 指纹为\n  {fingerprint}",
)
DATA = T("Data: {folder}    Stop: Ctrl-C", "数据：{folder}    停止：Ctrl-C")


def addresses() -> list[str]:
    """Addresses people can open."""
    if url := environment.public_url():
        return [url]
    if os.environ.get("HAOKE_LAN") == "1":
        return [f"https://{address}:{environment.port()}" for address in own_addresses()]
    return [f"http://127.0.0.1:{environment.port()}"]


def show(found: Installation) -> None:
    """Print where Haoke is and who can try it."""
    lines = [say(UP.fill(address=address)) for address in addresses()]
    if made := listening().certificate:
        lines.append(say(FINGERPRINT.fill(fingerprint=made.fingerprint)))
    place = environment.data_folder() if found.server else found.app.shown
    print("", *lines, *trial_users(found), say(DATA.fill(folder=place)), "", sep="\n", flush=True)


def trial_users(found: Installation) -> list[str]:
    """Lines naming the users whose password is the well-known one; `make run` gets its administrator here."""
    command = [sys.executable, "-m", "haoke", "user", "trial"]
    done = subprocess.run(command, env=found.child_environment, check=False, capture_output=True, text=True)
    sys.stderr.write(done.stderr)
    return done.stdout.splitlines()
