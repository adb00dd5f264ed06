"""Comments of superiors; when somebody last looked at a record."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0011_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="mark",
            field=models.CharField(blank=True, max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="review",
            field=models.BooleanField(default=False, verbose_name="By a superior"),
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user", models.UUIDField()),
                ("object", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("since", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("record", "user"), name="look_once")],
            },
        ),
    ]
