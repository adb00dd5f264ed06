"""Names have a stored sort key; those that are there get theirs without entries in the Log (see sort_keys)."""

from django.db import migrations, models

from haoke.core.records.filling import sort_keys


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0004_unknown_beginnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="company_sort",
            field=models.TextField(blank=True, db_collation="C", editable=False, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AlterField(
            model_name="lead",
            name="company",
            field=models.CharField(blank=True, max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name="lead",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="name",
            field=models.CharField(max_length=200),
        ),
        sort_keys("sales_lead", "name", read=True),
        sort_keys("sales_lead", "company", read=None),
        sort_keys("sales_opportunity", "name", read=None),
    ]
