"""Names have a stored sort key; those that are there get theirs without entries in the Log (see sort_keys)."""

from django.db import migrations, models

from haoke.core.records.filling import sort_keys


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_attachments"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="subject_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AlterField(
            model_name="activity",
            name="subject",
            field=models.CharField(max_length=200),
        ),
        sort_keys("inbox_activity", "subject", read=False),
    ]
