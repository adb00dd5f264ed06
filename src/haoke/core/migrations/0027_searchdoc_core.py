"""The company's name in a search entry as it is compared; entries without are made anew after the migrations."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0026_wording")]

    operations = [migrations.AddField("searchdoc", "core", models.TextField(null=True))]
