"""Names have a stored sort key; those that are there get theirs without entries in the Log (see sort_keys)."""

from django.db import migrations, models

from haoke.core.records.filling import sort_keys


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_shut_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="team",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AlterField(
            model_name="department",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="team",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="user",
            name="name",
            field=models.CharField(max_length=120),
        ),
        sort_keys("identity_department", "name", read=False),
        sort_keys("identity_team", "name", read=False),
        sort_keys("identity_user", "name", read=True),
    ]
