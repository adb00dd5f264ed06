"""What the made-up sellers have registered, and one customer two of them want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.text import T, say
from haoke.identity.models import TeamMember
from haoke.registration.actions import open_case
from haoke.registration.queries import overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.records import Tx
    from haoke.core.text import Language
    from haoke.demo.world import Customer, Staff, World

_SELLERS: Final = 8
EVIDENCE: Final = (
    T("Visited twice; a tender for the whole plant is being prepared", "已拜访两次，客户正在准备全厂招标"),
    T("Quote sent to purchasing, budget approved for this year", "已向采购报价，今年预算已批"),
    T("The head of engineering asked for a trial", "技术负责人提出试用"),
)
CALLED: Final = T("Their purchasing called me; I have known them for years", "客户采购主动联系我，合作多年")


class Registering:
    """The first company of each of the first sellers; the first of these is wanted by a colleague, too."""

    def __init__(self, world: World, language: Language) -> None:
        self.world, self.language = world, language
        first: dict[str, Customer] = {}
        for customer in world.customers:
            if customer.company and len(first) < _SELLERS:
                first.setdefault(customer.owner.email, customer)
        rep = first.pop("rep@example.com", None)
        self.customers = [*([rep] if rep else ()), *first.values()]

    def made(self, tx: Tx) -> None:
        """All of them, as of now."""
        for place, customer in enumerate(self.customers):
            said = say(EVIDENCE[place % len(EVIDENCE)], self.language)
            tx.add("registration", {"account": customer.id, "owner": customer.owner.id, "evidence": said})
        if self.customers and (rival := next(self._rivals(self.customers[0].owner), None)):
            self._collision(tx, self.customers[0], rival)

    def _rivals(self, owner: Staff) -> Iterator[Staff]:
        """Colleagues under the same manager who are in no team with him."""
        teams = TeamMember._base_manager.filter(user=owner.id).values("team")
        mates = set(TeamMember._base_manager.filter(team__in=teams).values_list("user", flat=True)) | {owner.id}
        return (each for each in self.world.staff if each.manager == owner.manager and each.id not in mates)

    def _collision(self, tx: Tx, customer: Customer, rival: Staff) -> None:
        said = say(CALLED, self.language)
        second = tx.add("registration", {"account": customer.id, "owner": rival.id, "evidence": said})
        for held, claim in overlapping(second):
            open_case(tx, held, claim, said)
