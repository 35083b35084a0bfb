"""The record of postings can only grow, and the Brown Act's two rules to begin with."""

from django.db import migrations

CREATE = """
CREATE FUNCTION meetings_postings_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of postings is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER meetings_postings_append_only
    BEFORE UPDATE OR DELETE ON meetings_posting
    FOR EACH ROW EXECUTE FUNCTION meetings_postings_are_append_only();
"""
DROP = """
DROP TRIGGER meetings_postings_append_only ON meetings_posting;
DROP FUNCTION meetings_postings_are_append_only();
"""


def brown_act(apps, schema_editor):
    """72 hours for a regular meeting (Gov. Code §54954.2), 24 for a special one (§54956)."""
    rules = apps.get_model("meetings", "NoticeRule").objects
    rules.create(kind="board", special=False, hours=72, source="Gov. Code §54954.2")
    rules.create(kind="board", special=True, hours=24, source="Gov. Code §54956")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_complete_meetings")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(brown_act, migrations.RunPython.noop),
    ]
