"""Which modules are switched off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.core.records.model import Record
from haoke.core.text import T


class ModuleSwitch(Record):
    """Whether a module is in use; without a switch it is."""

    module = models.CharField(T("Module", "模块"), max_length=60)
    active = models.BooleanField(T("In use", "启用"), default=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["module"], name="moduleswitch_once", condition=Q(deleted_at=None)),
        )
