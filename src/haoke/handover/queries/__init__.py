"""What there is to hand over, what belongs together, and what a successor should know."""

from haoke.handover.queries.possessions import Possessed, below, held, loads, over, passing, read

__all__ = ["Possessed", "below", "held", "loads", "over", "passing", "read"]
