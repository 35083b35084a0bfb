"""The trail can only grow: the database itself refuses to change or delete its rows."""

from django.db import migrations

CREATE = """
CREATE FUNCTION comments_trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the comment trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER comments_trail_append_only
    BEFORE UPDATE OR DELETE ON comments_commentevent
    FOR EACH ROW EXECUTE FUNCTION comments_trail_is_append_only();
"""
DROP = """
DROP TRIGGER comments_trail_append_only ON comments_commentevent;
DROP FUNCTION comments_trail_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
