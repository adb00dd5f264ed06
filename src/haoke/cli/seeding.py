"""What every installation has from the beginning: shipped roles, pipelines and rules of notices."""

from __future__ import annotations


def plant() -> None:
    """Make what is missing; what people changed or removed stays so. Needs the apps loaded and migrated."""
    from haoke.core.access.actor import system
    from haoke.core.records import changes
    from haoke.core.worktime.shipping import ensure_work_calendar
    from haoke.dataquality.actions import ensure_completeness, ensure_duplicate_rules
    from haoke.identity.roles import ensure_roles
    from haoke.inbox.actions import ensure_notice_rules
    from haoke.labels.actions import ensure_level_rules
    from haoke.pools.actions import ensure_pools
    from haoke.sales.actions import ensure_pipelines

    ensure_roles()
    with changes(system("migrate"), "set_up") as tx:
        ensure_work_calendar(tx)
        ensure_pipelines(tx)
        ensure_notice_rules(tx)
        ensure_duplicate_rules(tx)
        ensure_completeness(tx)
        ensure_level_rules(tx)
        ensure_pools(tx)
