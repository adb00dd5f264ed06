"""Objects of the core itself: what people and administrators arrange."""

from __future__ import annotations

from haoke.core.conditions.objects import RULES
from haoke.core.custom.objects import CUSTOM
from haoke.core.indexing.objects import INDEXING
from haoke.core.limits.objects import LIMITS
from haoke.core.merging.beside import Beside
from haoke.core.modules.objects import MODULE_SWITCHES
from haoke.core.numbering.objects import NUMBERING
from haoke.core.views.objects import VIEWS
from haoke.core.worktime.objects import WORKTIME

OBJECTS = (*VIEWS, *RULES, *WORKTIME, *LIMITS, *MODULE_SWITCHES, *NUMBERING, *CUSTOM, *INDEXING)
#: What imports remember of a record; it has no version any more, so what was edited is found field by field.
BESIDE = (Beside("core_importmemory", sets=", version = -1"), Beside("core_pin", once=("stream", "item")))
