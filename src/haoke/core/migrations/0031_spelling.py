"""Entries with Latin titles are made anew after the migrations, found from now on in spite of a slip."""

from __future__ import annotations

from django.db import migrations

_FORGET = "UPDATE core_searchdoc SET core = NULL WHERE title ~ '[[:alpha:]]{4}'"


class Migration(migrations.Migration):
    dependencies = [("core", "0030_pins")]

    operations = [migrations.RunSQL(_FORGET, migrations.RunSQL.noop)]
