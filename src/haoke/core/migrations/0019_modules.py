"""Which modules are switched off."""

import django.db.models.deletion
from django.db import migrations, models

import haoke.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0018_reading_limits"),
        ("identity", "0009_fiscal_year_and_logo"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModuleSwitch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=haoke.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(editable=False, max_length=40, null=True, verbose_name="Number")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="Created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="Updated")),
                ("deleted_at", models.DateTimeField(editable=False, null=True, verbose_name="Deleted")),
                ("module", models.CharField(max_length=60, verbose_name="Module")),
                ("active", models.BooleanField(default=True, verbose_name="In use")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="identity.user",
                        verbose_name="Created by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.user",
                        verbose_name="Owner",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="identity.user",
                        verbose_name="Updated by",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("updated_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("deleted_at", None)),
                        name="moduleswitch_recent",
                    ),
                    models.Index(
                        models.F("owner"),
                        models.OrderBy(models.F("updated_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("deleted_at", None)),
                        name="moduleswitch_owned",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="moduleswitch_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("module",), name="moduleswitch_once"
                    ),
                ],
            },
        ),
    ]
