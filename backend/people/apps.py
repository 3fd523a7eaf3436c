"""The app of the people, with its periodic work and its deployment checks."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Person, badge, PIN, password, code."""

    name = "backend.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the periodic work and the checks."""
        from backend.people import checks, tasks  # noqa: F401
