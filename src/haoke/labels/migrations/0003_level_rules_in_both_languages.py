"""Level rules are called something in both languages, as what is shipped has to be."""

from django.db import migrations, models

THERE = "ALTER TABLE labels_levelrule ALTER COLUMN name TYPE jsonb USING jsonb_build_object('zh', name, 'en', name)"
BACK = "ALTER TABLE labels_levelrule ALTER COLUMN name TYPE varchar(120) USING left(coalesce(name->>'zh', name->>'en'), 120)"


class Migration(migrations.Migration):
    dependencies = [("labels", "0002_kept_by_the_database")]
    operations = [
        migrations.RunSQL(
            THERE,
            BACK,
            state_operations=[
                migrations.AlterField(model_name="levelrule", name="name", field=models.JSONField()),
            ],
        )
    ]
