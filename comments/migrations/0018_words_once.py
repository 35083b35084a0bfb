"""Where nothing is redacted, the words of a comment are kept once: `original` is then null."""

import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_redaction_attempts")]

    operations = [
        migrations.AlterField(
            model_name="commentwords",
            name="original",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        )
    ]
