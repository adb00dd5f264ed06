"""Server settings sized to the machine."""

from __future__ import annotations

import os
from pathlib import Path

MIB = 1 << 20
FLOOR, CEILING = 256, 1 << 20  # MiB: believe nothing outside


def memory(meminfo: Path = Path("/proc/meminfo"), limit: Path = Path("/sys/fs/cgroup/memory.max")) -> int:
    """MiB of memory this process may use: the machine's, or its container's when that is less."""
    found = CEILING
    if meminfo.exists():
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        found = int(lines["MemTotal"].split()[0]) // 1024
    if limit.exists() and (text := limit.read_text().strip()).isdigit():
        found = min(found, int(text) // MIB)
    return max(FLOOR, found)


def between(low: int, value: int, high: int) -> int:
    """`value` kept within its bounds."""
    return max(low, min(value, high))


def settings(mib: int, cores: int) -> dict[str, str]:
    """PostgreSQL settings for a server that shares `mib` MiB and `cores` cores with the application."""
    return {
        "listen_addresses": "''",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "max_connections": str(between(60, 40 * cores, 200)),
        "shared_buffers": f"{between(64, mib // 8, 2048)}MB",
        "effective_cache_size": f"{between(128, mib // 2, 65536)}MB",
        "work_mem": f"{between(4, mib // 512, 32)}MB",
        "maintenance_work_mem": f"{between(32, mib // 32, 512)}MB",
        "max_wal_size": f"{between(512, mib // 8, 4096)}MB",
        "min_wal_size": "128MB",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "max_parallel_workers_per_gather": str(between(0, cores - 1, 4)),
        "jit": "off",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "password_encryption": "'scram-sha-256'",
        "shared_preload_libraries": "'pg_stat_statements'",
        "logging_collector": "on",
        "log_filename": "'postgresql-%a.log'",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_min_duration_statement": "2s",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def for_this_machine() -> dict[str, str]:
    """Settings for the machine this runs on."""
    return settings(memory(), os.cpu_count() or 1)
