from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_exports_only_grow")]

    operations = [
        migrations.AddField(
            model_name="remark",
            name="redacted_quote",
            field=models.TextField(null=True, editable=False),
        ),
    ]
