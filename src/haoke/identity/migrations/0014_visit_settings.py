"""How near a customer a visit has to be, and how long positions are kept."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0013_wording"),
    ]

    operations = [
        migrations.AddField(
            model_name="company",
            name="position_days",
            field=models.PositiveSmallIntegerField(
                default=90,
                help_text="1 to 1000; the distance stays with the visit",
                verbose_name="Days positions of visits are kept",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="visit_radius",
            field=models.PositiveSmallIntegerField(
                default=300,
                help_text="100 to 2000; whoever checks into a visit farther away gives a reason",
                verbose_name="Metres from a customer that count as there",
            ),
        ),
    ]
