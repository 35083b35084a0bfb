"""Count each transaction that changes what public pages may show (plaza.content_version)."""

from django.db import migrations, models

# `*=` compares two rows byte for byte, whatever their types: a row saved as it was is no change.
CREATE = """
CREATE FUNCTION plaza_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD *= NEW THEN
        RETURN NULL;
    END IF;
    INSERT INTO plaza_contentchange (transaction_id, changes)
    VALUES (pg_current_xact_id()::text::bigint, 1)
    ON CONFLICT (transaction_id) DO NOTHING;
    RETURN NULL;
END $$;
"""
DROP = "DROP FUNCTION plaza_content_changed() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("plaza", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                ("transaction_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("changes", models.BigIntegerField(default=1)),
            ],
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
