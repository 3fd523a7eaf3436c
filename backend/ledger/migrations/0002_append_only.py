"""Nobody edits or deletes what was recorded, sealed or signed: the database itself refuses."""

from django.db import migrations

from backend.ledger.append_only import protect


def clean_by_count(apps, schema_editor):
    """Rows of the queue live for a second: PostgreSQL must clean up by their number, not by a share of an empty table."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE ledger_unsealed SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)"
        )


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_initial")]

    operations = [
        *protect("ledger_event", "ledger_seal", "ledger_checkpoint"),
        migrations.RunPython(clean_by_count, migrations.RunPython.noop, elidable=False),
    ]
