"""What columns of a file may say of its rows that is no field of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.text import T
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.mapping import WHY
from haoke.core.transfer.guessing.profile import is_empty
from haoke.core.transfer.guessing.targets import Aside
from haoke.core.transfer.reading.cells import Cell, text_of

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec
    from haoke.core.transfer.drafts import Draft

#: Characters of a reason, as of the one for a whole file.
LONGEST: Final = 500
TOO_LONG: Final = T("Say it in at most {most} characters", "请用不超过 {most} 个字说明")
TWICE: Final = Aside(
    WHY,
    T("Reason for a duplicate", "重复原因"),
    ("reason for duplicate", "reason for duplicates", "duplicate reason", "why duplicate", "why twice", "重复说明",
     "重复理由", "重复录入原因", "仍需新建原因"),
)  # fmt: skip


def of(spec: ObjectSpec) -> tuple[Aside, ...]:
    """What columns of files about an object may say beside its fields."""
    return () if spec.group == "settings" else (TWICE,)


def put_why(draft: Draft, cell: Cell) -> None:
    """Note why the row is wanted though it is here already; the first row that says it wins."""
    text = "" if is_empty(cell) else text_of(cell).strip()
    if len(text) > LONGEST:
        draft.troubles.append(Trouble(WHY, "too_long", TOO_LONG.fill(most=LONGEST), text[:200]))
    else:
        draft.why = draft.why or text
