"""The Log is read once for all its subscribers, from where the last of them stood."""

from django.db import migrations

OTHERS = "subscriber <> 'subscribers' AND subscriber NOT LIKE 'stream@%%'"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_fast_fields"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "INSERT INTO core_logcursor (subscriber, prev, target, last_id, done_id, floor, cluster)"
                " SELECT 'subscribers', prev, target, last_id, done_id, floor, cluster FROM core_logcursor"
                f" WHERE {OTHERS} ORDER BY done_id LIMIT 1",
                f"DELETE FROM core_logcursor WHERE {OTHERS}",
            ],
            migrations.RunSQL.noop,
        ),
    ]
