"""What many refusals of a bulk change have in common is one line."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0024_external_numbers")]

    operations = [migrations.AddField("bulkrefusal", "reason", models.JSONField(null=True))]
