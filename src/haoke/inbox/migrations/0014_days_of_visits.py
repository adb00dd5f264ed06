"""Visits have a place in their day; checks without a network say when they were sent, pictures what they were."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0013_complaints"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="photo_hash",
            field=models.CharField(
                blank=True,
                help_text="SHA-256, before name, time and place were written on it",
                max_length=64,
                null=True,
                verbose_name="Digest of the picture as taken",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="sent_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When a check without a network reached us",
                null=True,
                verbose_name="Sent at",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="stop",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Its place among the visits of the day",
                null=True,
                verbose_name="Stop",
            ),
        ),
    ]
