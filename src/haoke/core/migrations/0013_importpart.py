"""What a check has worked out is kept for its run, in a table that need not survive a crash."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import haoke.core.ids


class Migration(migrations.Migration):
    dependencies = [("core", "0012_log_floor")]

    operations = [
        migrations.AddField(model_name="import", name="staged", field=models.JSONField(null=True)),
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=haoke.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveIntegerField()),
                ("head", models.JSONField()),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="core.import"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="core_importpart_once")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE core_importpart SET UNLOGGED;"
            "ALTER TABLE core_importpart ALTER COLUMN content SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
