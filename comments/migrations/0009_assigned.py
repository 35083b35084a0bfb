"""Claiming is one way of being assigned a comment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_stored_comparison")]
    operations = [
        migrations.RenameField("comment", "claimed_by", "assigned_to"),
        migrations.RenameField("comment", "claimed_at", "assigned_at"),
    ]
