"""What there is to hand over, what belongs together, and what a successor should know."""

from haoke.handover.queries.possessions import Possessed, held, loads, passing, read

__all__ = ["Possessed", "held", "loads", "passing", "read"]
