"""Titles are looked up object by object, so that each gets its share of a search's hits."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_files")]

    operations = [
        migrations.RemoveIndex(model_name="searchdoc", name="core_searchdoc_title"),
        migrations.AddIndex(
            model_name="searchdoc",
            index=models.Index(
                models.F("object"),
                django.contrib.postgres.indexes.OpClass(models.F("title"), "text_pattern_ops"),
                name="core_searchdoc_named",
            ),
        ),
    ]
