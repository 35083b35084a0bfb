"""When an event last changed, what is left of those that are gone, since when feeds are as they are."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.utils.timezone
from django.db import migrations, models

# A calendar that has an event of before the migration shall not be told that it changed.
CHANGED = """
UPDATE meetings_meeting
SET shown_changed_at = greatest(calendar_changed_at, last_published_at)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0006_told_of_slots'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='meeting',
            name='shown_changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunSQL(CHANGED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(db_index=True, max_length=255)),
                ('sequence', models.PositiveIntegerField()),
                ('headline', models.CharField(max_length=200, verbose_name='title')),
                ('headline_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('headline_es', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('starts_at', models.DateTimeField(verbose_name='starts at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('removed_at', models.DateTimeField(verbose_name='removed at')),
            ],
            options={
                'verbose_name': 'meeting that left feeds',
                'verbose_name_plural': 'meetings that left feeds',
                'ordering': ['starts_at', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='tombstone_marks')],
            },
        ),
    ]
