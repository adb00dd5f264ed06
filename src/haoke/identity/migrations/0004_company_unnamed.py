from django.db import migrations, models


class Migration(migrations.Migration):
    """A company nobody has named has no name, instead of an empty one."""

    dependencies = [
        ("identity", "0003_company"),
    ]

    operations = [
        migrations.AlterField(
            model_name="company",
            name="name",
            field=models.CharField(blank=True, max_length=200, null=True, verbose_name="Company"),
        ),
        # Rewriting the column changes what is stored without being a write that somebody would have to announce.
        migrations.RunSQL(
            "ALTER TABLE identity_company ALTER COLUMN name TYPE varchar(200) USING nullif(name, '')",
            migrations.RunSQL.noop,
        ),
    ]
