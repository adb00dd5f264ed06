"""What stands on top of timelines."""

from __future__ import annotations

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0029_similar_names")]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("stream", models.CharField(max_length=60)),
                ("item", models.CharField(max_length=40)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("record", "stream", "item"), name="core_pin_once")],
            },
        ),
    ]
