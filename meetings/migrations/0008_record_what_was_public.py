"""What was public before there was a record of it: no late notice and no news is made of it now."""

from django.db import migrations


def record(apps, schema_editor):
    Posting = apps.get_model("meetings", "Posting")
    Registration = apps.get_model("meetings", "Registration")
    for meeting in apps.get_model("meetings", "Meeting").objects.filter(live=True).iterator():
        if Posting.objects.filter(meeting=meeting).exists():
            continue
        posted_at = meeting.first_published_at or meeting.last_published_at
        if posted_at is None:
            continue
        known = {"meeting": meeting, "starts_at": meeting.starts_at}
        Posting.objects.create(
            **known, subject="meeting", label=meeting.headline, posted_at=posted_at
        )
        last = meeting.last_published_at or posted_at
        for material in meeting.materials.select_related("file"):
            Posting.objects.create(
                **known,
                subject="agenda" if material.kind == "agenda" else "material",
                file_token=material.file.token if material.file else None,
                link=material.link,
                language=material.language,
                label=material.file.title if material.file else material.link[:255],
                posted_at=last,
            )
        latest = Posting.objects.filter(meeting=meeting).order_by("-pk").first()
        Registration.objects.filter(meeting=meeting).update(told_posting=latest.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_calendar_feeds"),
        # The files' own rows are read.
        ("engagement", "0001_initial"),
    ]
    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
