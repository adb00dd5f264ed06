"""A company's logo, business year and industry preset."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0008_see_as"),
    ]

    operations = [
        migrations.AddField(
            model_name="company",
            name="fiscal_start",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="1 to 12; “this business year” in filters goes by it",
                verbose_name="Business year begins in month",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="logo",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="company",
            name="preset",
            field=models.CharField(blank=True, max_length=40, null=True, verbose_name="Industry preset"),
        ),
    ]
