"""Patterns of numbers of the company's own."""

import django.db.models.deletion
from django.db import migrations, models

import haoke.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0022_one_reader"),
        ("identity", "0011_provider"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberPattern",
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
                ("object", models.CharField(max_length=60, verbose_name="Object")),
                (
                    "pattern",
                    models.CharField(help_text="Such as SO-{yyyy}{seq:5}", max_length=40, verbose_name="Pattern"),
                ),
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
                        name="numberpattern_recent",
                    ),
                    models.Index(
                        models.F("owner"),
                        models.OrderBy(models.F("updated_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("deleted_at", None)),
                        name="numberpattern_owned",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="numberpattern_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("object",), name="numberpattern_once"
                    ),
                ],
            },
        ),
    ]
