"""The app of the vault, with its hourly purge."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Sealed addressees and their keys, in a database of their own."""

    name = "backend.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the purge."""
        from backend.vault import tasks  # noqa: F401
