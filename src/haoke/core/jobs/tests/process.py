"""A worker process for the tests: run by its path, so that Django is set up before the package is imported."""

import django

if __name__ == "__main__":
    django.setup()
    from haoke.core.jobs.tests import samples  # noqa: F401 (declares the jobs)
    from haoke.core.jobs.worker import run_worker

    run_worker(sign_every=0.5, dead_after=2.0, sweep_every=1.0)
