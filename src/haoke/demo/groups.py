"""Companies of the demo that belong to others: branches in other towns, and branches of those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from uuid import UUID

    from haoke.demo.world import Customer

#: How many companies belong to one of the groups.
_SUBSIDIARIES: Final = 0.07
#: Companies of the demo for one that has others below it, about.
_A_HEAD: Final = 80


class Groups:
    """Heads of groups among the first companies, and the names their branches have."""

    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.most = size // _A_HEAD
        self.heads: list[Customer] = []
        self.names: set[str] = set()

    def placed(self, name: str, town: str) -> tuple[str, UUID | None]:
        """Name and parent of a new company in a town; one that is a branch has another name than it would have."""
        if not self.heads or self.rng.random() >= _SUBSIDIARIES:
            return name, None
        head = self.rng.choice(self.heads)
        branch = f"{head.name}{town.removesuffix('市')}{'办事处' if head.name.endswith('分公司') else '分公司'}"
        if branch in self.names:
            return name, None
        self.names.add(branch)
        return branch, head.id

    def made(self, customer: Customer, *, branch: bool) -> None:
        """Take a company for the head of others: the first of them, and some of the branches."""
        if len(self.heads) <= self.most and (not branch or self.rng.random() < _SUBSIDIARIES):
            self.heads.append(customer)
