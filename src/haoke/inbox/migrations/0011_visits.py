"""Visits are checked into and out of; complaints have a severity."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0010_wording"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="checked_in",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Checked in"),
        ),
        migrations.AddField(
            model_name="activity",
            name="checked_out",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Checked out"),
        ),
        migrations.AddField(
            model_name="activity",
            name="distance",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="Metres from the customer"),
        ),
        migrations.AddField(
            model_name="activity",
            name="far_reason",
            field=models.CharField(blank=True, max_length=300, null=True, verbose_name="Why far away"),
        ),
        migrations.AddField(
            model_name="activity",
            name="marks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="photo",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="severity",
            field=models.CharField(blank=True, max_length=40, null=True),
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("activity", models.UUIDField()),
                ("user", models.UUIDField()),
                ("way", models.CharField(max_length=3)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("accuracy", models.PositiveIntegerField(null=True)),
                ("datum", models.CharField(max_length=10)),
                ("device", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(models.F("activity"), name="position_activity"),
                    models.Index(models.F("user"), models.F("latitude"), models.F("longitude"), name="position_place"),
                    models.Index(models.F("device"), models.F("at"), name="position_device"),
                    models.Index(models.F("at"), name="position_at"),
                ],
            },
        ),
    ]
