"""The app of the supervisor's wall: it reads what the others wrote and has no tables of its own."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The wall."""

    name = "backend.dashboard"
    label = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the wall first in the rail of those who supervise, and the reference pages into the help."""
        from backend.dashboard import rail, reference
        from backend.facility import places

        reference.register()
        for place in rail.PLACES:
            places.register(place)
