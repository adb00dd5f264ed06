"""Where accounts are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_public_pools"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="latitude",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="Degrees in WGS-84, as phones give them",
                max_digits=9,
                null=True,
                verbose_name="Latitude",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="longitude",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="Degrees in WGS-84, as phones give them",
                max_digits=9,
                null=True,
                verbose_name="Longitude",
            ),
        ),
    ]
