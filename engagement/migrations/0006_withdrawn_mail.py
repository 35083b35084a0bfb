from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0005_name_information_pages")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
        ),
    ]
