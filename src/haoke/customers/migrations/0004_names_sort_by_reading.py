"""Names have a stored sort key; those that are there get theirs without entries in the Log (see sort_keys)."""

from django.db import migrations, models

from haoke.core.records.filling import sort_keys


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_founded_is_a_year"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="contact",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="product",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="productcategory",
            name="name_sort",
            field=models.TextField(blank=True, db_collation="C", db_default="", editable=False),
        ),
        migrations.AlterField(
            model_name="account",
            name="name",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="contact",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="product",
            name="name",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="productcategory",
            name="name",
            field=models.CharField(max_length=120),
        ),
        sort_keys("customers_account", "name", read=None),
        sort_keys("customers_contact", "name", read=True),
        sort_keys("customers_product", "name", read=False),
        sort_keys("customers_productcategory", "name", read=False),
    ]
