"""One present stay a deal, checked at commit: undo opens the former stay before it takes the later one away."""

from django.db import migrations

# A partial unique index cannot be deferred; an exclusion over equality is the same and can. Django knows only GiST ones.
FORWARD = """
ALTER TABLE sales_stageentry ADD CONSTRAINT stageentry_one_present EXCLUDE USING btree (opportunity_id WITH =)
    WHERE (left_at IS NULL AND deleted_at IS NULL) DEFERRABLE INITIALLY DEFERRED
"""
BACKWARD = "ALTER TABLE sales_stageentry DROP CONSTRAINT stageentry_one_present"


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_stage_history")]
    operations = [
        migrations.RemoveConstraint(model_name="stageentry", name="stageentry_one_open"),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
