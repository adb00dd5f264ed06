"""`make dev`: Haoke restarted when a Python file changes, and the front end's own server, which reloads by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOK = 0.7  # seconds between two looks at the files


def newest() -> float:
    """Time of the last change of a Python file."""
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*.py"))


def main() -> int:
    """Run both ends until Ctrl-C."""
    back = subprocess.Popen([sys.executable, "-m", "haoke", "serve", "--first-run"], cwd=ROOT)
    port = os.environ.get("HAOKE_PORT", "8000")
    inside = {**os.environ, "HAOKE_BACKEND": f"http://127.0.0.1:{port}"}
    npm = [sys.executable, "hatch_build.py", "npm", "run", "dev"]
    front = subprocess.Popen(npm, cwd=ROOT, env=inside, start_new_session=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seen = newest()
    with contextlib.suppress(KeyboardInterrupt):
        while back.poll() is None and front.poll() is None:
            time.sleep(LOOK)
            if (now := newest()) != seen:
                seen = now
                back.send_signal(signal.SIGHUP)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(front.pid, signal.SIGTERM)  # npm's own children too
    back.terminate()
    for process in (front, back):
        process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
