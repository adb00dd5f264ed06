"""Whether the browser tests can run: finds Chromium, or installs it where we may. Exit code 0 when they can."""

from __future__ import annotations

import os
import shutil
import sys

from tools.debian import install, missing


def main() -> int:
    """Look for Chromium; install it and a Chinese font when absent."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium"):
        return 0
    if install("chromium", "fonts-noto-cjk") and shutil.which("chromium"):
        return 0
    return missing("the browser tests, for want of Chromium", "apt install chromium, or CHROMIUM=/path/to/it make test")


if __name__ == "__main__":
    sys.exit(main())
