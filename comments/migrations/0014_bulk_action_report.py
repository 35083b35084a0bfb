"""What an act on many asked for, and which comments it left alone and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0013_redacted_quote")]

    operations = [
        migrations.AddField(
            model_name="bulkaction",
            name="asked",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="bulkaction",
            name="left",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
