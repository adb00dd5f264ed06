"""What must be in the environment before the settings are read: loaded by pytest's `-p` before everything else."""

from __future__ import annotations

import os

os.environ.setdefault("HAOKE_TESTING", "1")
os.environ.setdefault("HAOKE_SECRET_KEY", "only-for-tests-" + "0" * 50)
