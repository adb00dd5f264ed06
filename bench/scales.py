"""`python -m bench.scales`: what the same requests cost ten times as many records, asked in turns.

    python -m bench.scales --small 100000 --large 1000000 [--times 200]

Other work on the machine falls on both alike; the ratio is what counts. Data that is there already is used again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.own import cost
from bench.run import Server, running, scenarios


def loaded(folder: Path, scale: int, port: int) -> Server:
    """The server of a company of so many contacts, made when there is none."""
    server = Server(folder / str(scale), port)
    if not (folder / str(scale)).exists():
        server.haoke("migrate")
        server.haoke("demo", "--scale", str(scale))
    return server


def main() -> None:
    """Print a line for each kind of request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("/var/lib/haoke/bench"))
    parser.add_argument("--port", type=int, default=8700)
    options = parser.parse_args()
    servers = [
        loaded(options.folder, options.small, options.port),
        loaded(options.folder, options.large, options.port + 20),
    ]
    with running(servers[0]), running(servers[1]):
        print(f"| operation | {options.small:,} | {options.large:,} | times |\n|---|---|---|---|")
        for small, large in zip(*map(scenarios, servers), strict=True):
            few, many = cost([(servers[0], small), (servers[1], large)], options.times)
            times = sum(many) / sum(few)
            print(f"| {small.name} | {_sum(few)} | {_sum(many)} | **{times:.2f}** |", flush=True)


def _sum(parts: tuple[float, float]) -> str:
    return f"{parts[0]:.1f} + {parts[1]:.1f}"


if __name__ == "__main__":
    main()
