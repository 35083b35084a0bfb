from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0016_translation_sources")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="redaction_attempts",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
