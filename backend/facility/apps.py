"""The app of the place, with its periodic work and its places in the rail of staff."""

from django.apps import AppConfig


class FacilityConfig(AppConfig):
    """Facility, stations, seats, help calls, holds."""

    name = "backend.facility"
    label = "facility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the floor does by itself and where staff go."""
        from backend.facility import places, rail, tasks  # noqa: F401

        for place in rail.PLACES:
            places.register(place)
