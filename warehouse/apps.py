from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "warehouse"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.facility import leaving, offers, places
        from backend.facility.models import Station
        from backend.ledger import states
        from backend.vault import purging
        from warehouse import (  # noqa: F401 - importing the tasks registers their handlers
            addressing,
            carrier_labels,
            handing_back,
            tallies,
            tasks,
            tasks_offered,
        )
        from warehouse.models import Batch, CarrierLabelFile, Manifest, Order, Parcel
        from warehouse.screens import staff_rail

        tallies.register()
        purging.register(addressing.named_by_orders)
        purging.register(carrier_labels.named_by_orders)
        for model in (Order, Batch, Parcel, Manifest, CarrierLabelFile):
            states.watch(model)
        for place in staff_rail.PLACES:
            places.register(place)
        offers.register(Station.Kind.PICK, tasks_offered.pick)
        offers.register(Station.Kind.PACK, tasks_offered.pack)
        offers.register_panel(tasks_offered.panel)
        offers.register_tile(tasks_offered.tile)
        for kind in (Station.Kind.PICK, Station.Kind.PACK):
            offers.register_standing(kind, tasks_offered.standing)
        leaving.register(handing_back.take_back_from)
