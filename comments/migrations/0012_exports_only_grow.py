"""Withheld comments have their legal reason; the record of exports can only grow."""

from django.db import migrations, models

CREATE = """
CREATE TRIGGER comments_exports_append_only
    BEFORE UPDATE OR DELETE ON comments_exportrecord
    FOR EACH ROW EXECUTE FUNCTION comments_trail_is_append_only();
"""
DROP = "DROP TRIGGER comments_exports_append_only ON comments_exportrecord;"


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_legal_reasons")]
    operations = [
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withheld'), _negated=True), models.Q(('legal_reason', ''), _negated=True), _connector='OR'), name='withheld_has_its_legal_reason'),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
