"""Similar names of companies, by trigrams; how similar they must be is the function's own setting."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models import F, Q

_ALIKE = """
CREATE FUNCTION core_alike(wanted text, of text, most int) RETURNS TABLE (record uuid, score real)
LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.6 AS $$
    SELECT d.record, similarity(d.core, wanted) FROM core_searchdoc d
    WHERE d.core % wanted AND d.core <> '' AND d.object = of ORDER BY 2 DESC, d.record LIMIT most
$$"""


class Migration(migrations.Migration):
    dependencies = [("core", "0028_former_ids")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            "searchdoc",
            GinIndex(
                OpClass(F("core"), "gin_trgm_ops"), name="core_searchdoc_core", condition=~Q(core="") & ~Q(core=None)
            ),
        ),
        migrations.RunSQL(_ALIKE, "DROP FUNCTION core_alike(text, text, int)"),
    ]
