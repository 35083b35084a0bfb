"""What was said of a section becomes a remark; a section's text becomes a stream of blocks."""

import json
import uuid

from django.db import migrations

TRIGGER = """
CREATE FUNCTION comments_period_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of a period is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER comments_period_changes_append_only
    BEFORE UPDATE OR DELETE ON comments_periodchange
    FOR EACH ROW EXECUTE FUNCTION comments_period_changes_are_append_only();
"""
NO_TRIGGER = """
DROP TRIGGER comments_period_changes_append_only ON comments_periodchange;
DROP FUNCTION comments_period_changes_are_append_only();
"""


def _block(text):
    return json.dumps([{"type": "text", "value": text, "id": str(uuid.uuid4())}]) if text else None


def _move_in_revisions(apps, pk, lineage):
    """What editors open next is the latest revision, not the row."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="comments", content_type__model="draft", object_id=str(pk)
    )
    for revision in revisions:
        revision.content |= {"lineage": str(lineage), "number": 1}
        for section in revision.content.get("sections", []):
            for language in ("", "_en", "_es"):
                section[f"body{language}"] = _block(section.pop(f"text{language}", None))
            section["body"] = section["body"] or "[]"
        revision.save(update_fields=["content"])


def move(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    Remark = apps.get_model("comments", "Remark")
    about = Comment.objects.exclude(section=None, section_heading="")
    for comment in about.select_related("section").iterator():
        Remark.objects.create(
            comment=comment,
            draft_id=comment.section.draft_id if comment.section else None,
            section=comment.section,
            section_heading=comment.section_heading,
            text=comment.text,
        )
        Comment.objects.filter(pk=comment.pk).update(text="")
    Comment.objects.filter(is_suspicious=True).update(suspicions=["trap"])
    Draft = apps.get_model("comments", "Draft")
    for pk in Draft.objects.values_list("pk", flat=True):
        # One default for all rows is what AddField gives.
        lineage = uuid.uuid4()
        Draft.objects.filter(pk=pk).update(lineage=lineage)
        _move_in_revisions(apps, pk, lineage)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, text, text_en, text_es FROM comments_draftsection")
        for pk, text, english, spanish in cursor.fetchall():
            cursor.execute(
                "UPDATE comments_draftsection SET body = %s, body_en = %s, body_es = %s"
                " WHERE id = %s",
                [_block(text) or "[]", _block(english), _block(spanish), pk],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_versions_remarks_periods"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]
