"""The numbers other systems know a record by are asked for by the record."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0023_number_patterns")]

    operations = [
        migrations.AddField("importsource", "column", models.CharField(max_length=300, default="")),
        migrations.AddField("importsource", "file", models.CharField(max_length=300, default="")),
        migrations.AddIndex("importmemory", models.Index("record", name="core_importmemory_record")),
    ]
