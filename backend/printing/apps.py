from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "backend.printing"
    label = "printing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.facility import places
        from backend.ledger import states
        from backend.printing import rail, tasks  # noqa: F401 - importing the tasks registers their handlers
        from backend.printing.models import LabelSerial

        states.watch(LabelSerial)
        for place in rail.PLACES:
            places.register(place)
