import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("comments", "0007_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredComparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(choices=[("en", "English"), ("es", "Spanish")], max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("lines", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("new", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.draft")),
                ("old", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.draft")),
            ],
            options={
                "verbose_name": "stored comparison",
                "verbose_name_plural": "stored comparisons",
                "constraints": [models.UniqueConstraint(fields=("old", "new", "language"), name="one_stored_comparison_for_each_pair")],
            },
        ),
    ]
