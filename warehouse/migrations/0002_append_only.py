"""Nobody edits or deletes a move of goods: the database itself refuses."""

from django.db import migrations

from backend.ledger.append_only import protect


class Migration(migrations.Migration):

    dependencies = [("warehouse", "0001_initial")]

    operations = protect("warehouse_move")
