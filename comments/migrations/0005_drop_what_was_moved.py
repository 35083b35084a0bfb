"""The columns whose content 0004 moved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_move_texts")]

    operations = [
        migrations.RemoveField(
            model_name='comment',
            name='is_suspicious',
        ),
        migrations.RemoveField(
            model_name='comment',
            name='section',
        ),
        migrations.RemoveField(
            model_name='comment',
            name='section_heading',
        ),
        migrations.RemoveField(
            model_name='draft',
            name='version_label',
        ),
        migrations.RemoveField(
            model_name='draftsection',
            name='text',
        ),
        migrations.RemoveField(
            model_name='draftsection',
            name='text_en',
        ),
        migrations.RemoveField(
            model_name='draftsection',
            name='text_es',
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('lineage', 'number'), name='one_draft_for_each_version', violation_error_message='There is a version with this number already.'),
        ),
    ]
