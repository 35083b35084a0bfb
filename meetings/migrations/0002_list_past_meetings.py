# The list of past meetings reads the latest ones from an index.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['live', '-starts_at', '-id'], name='meeting_live_starts_at'),
        ),
    ]
