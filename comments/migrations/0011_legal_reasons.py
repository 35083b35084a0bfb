"""What was withheld so far keeps the reason that the trail has."""

from django.db import migrations


def take_from_trail(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    Event = apps.get_model("comments", "CommentEvent")
    for comment in Comment.objects.filter(state="withheld", legal_reason="").iterator():
        last = Event.objects.filter(comment=comment, to_state="withheld").order_by("-at", "-pk")
        note = last.values_list("note", flat=True).first() or ""
        comment.legal_reason = " ".join(note.split())[:300] or "–"
        comment.save(update_fields=["legal_reason"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_review_queues")]
    operations = [migrations.RunPython(take_from_trail, migrations.RunPython.noop)]
