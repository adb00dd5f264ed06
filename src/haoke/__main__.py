"""`python -m haoke …` is the `haoke` command."""

import sys

from haoke.cli import main

sys.exit(main())
