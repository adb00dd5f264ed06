"""Calendars of working time, their special days, absences."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import haoke.core.ids
import haoke.core.worktime.models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0013_importpart"),
        ("identity", "0006_names_sort_by_reading"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkCalendar",
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
                ("name", models.JSONField()),
                ("code", models.CharField(blank=True, editable=False, max_length=40, null=True, verbose_name="Code")),
                ("time_zone", models.CharField(default="Asia/Shanghai", max_length=60, verbose_name="Time zone")),
                ("hours", models.JSONField(blank=True, default=haoke.core.worktime.models.office_hours)),
                (
                    "with_default",
                    models.BooleanField(default=True, verbose_name="Holidays of the default calendar too"),
                ),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, null=True, size=None
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="Default")),
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
            },
        ),
        migrations.CreateModel(
            name="WorkDay",
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
                ("day", models.DateField(verbose_name="Day")),
                ("kind", models.CharField(default="rest", max_length=40)),
                ("name", models.JSONField(blank=True, null=True)),
                ("hours", models.JSONField(blank=True, null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.workcalendar",
                        verbose_name="Calendar",
                    ),
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
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                ("kind", models.CharField(default="annual", max_length=40)),
                ("since", models.DateTimeField(verbose_name="From")),
                ("until", models.DateTimeField(verbose_name="Until")),
                ("note", models.CharField(blank=True, max_length=300, null=True, verbose_name="Note")),
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
                        name="absence_recent",
                    ),
                    models.Index(
                        models.F("owner"),
                        models.OrderBy(models.F("updated_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("deleted_at", None)),
                        name="absence_owned",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="absence_number"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="absence_in_order"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="workcalendar",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="workcalendar_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="workcalendar",
            index=models.Index(
                models.F("owner"),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="workcalendar_owned",
            ),
        ),
        migrations.AddConstraint(
            model_name="workcalendar",
            constraint=models.UniqueConstraint(fields=("number",), name="workcalendar_number"),
        ),
        migrations.AddConstraint(
            model_name="workcalendar",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True), ("deleted_at", None)),
                fields=("is_default",),
                name="workcalendar_one_default",
            ),
        ),
        migrations.AddIndex(
            model_name="workday",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="workday_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="workday",
            index=models.Index(
                models.F("owner"),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                name="workday_owned",
            ),
        ),
        migrations.AddConstraint(
            model_name="workday",
            constraint=models.UniqueConstraint(fields=("number",), name="workday_number"),
        ),
        migrations.AddConstraint(
            model_name="workday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("calendar", "day"), name="workday_once"
            ),
        ),
    ]
