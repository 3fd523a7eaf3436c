"""Addresses of the dispatch station."""

from __future__ import annotations

from django.urls import path

from warehouse.screens import cages, carrier_labels, dispatch

urlpatterns = [
    path("dispatch/", dispatch.desk, name="dispatch"),
    path("dispatch/scans/", dispatch.scan, name="dispatch-scan"),
    path("dispatch/parcels/<int:parcel_id>/", dispatch.parcel, name="dispatch-parcel"),
    path("dispatch/parcels/<int:parcel_id>/address/", dispatch.address, name="dispatch-address"),
    path("dispatch/parcels/<int:parcel_id>/label/", dispatch.label, name="dispatch-label"),
    path("dispatch/parcels/<int:parcel_id>/slip/", dispatch.slip, name="dispatch-slip"),
    path("dispatch/parcels/<int:parcel_id>/load/", cages.load, name="dispatch-load"),
    path("dispatch/parcels/<int:parcel_id>/unload/", cages.unload, name="dispatch-unload"),
    path("dispatch/parcels/<int:parcel_id>/hold/", dispatch.hold, name="dispatch-hold"),
    path("dispatch/parcels/<int:parcel_id>/lift/", dispatch.lift, name="dispatch-lift"),
    path("dispatch/labels/", carrier_labels.list_page, name="dispatch-labels"),
    path("dispatch/labels/<int:pk>/", carrier_labels.one, name="dispatch-own-label"),
    path("dispatch/labels/<int:pk>/look/", carrier_labels.look, name="dispatch-own-label-look"),
    path("dispatch/labels/<int:pk>/decision/", carrier_labels.decide, name="dispatch-own-label-decide"),
    path("dispatch/labels/<int:pk>/set-aside/", carrier_labels.set_aside, name="dispatch-own-label-set-aside"),
    path("dispatch/cages/<int:manifest_id>/", cages.cage, name="dispatch-cage"),
    path("dispatch/cages/<int:manifest_id>/close/", cages.close, name="dispatch-close"),
    path("dispatch/cages/<int:manifest_id>/reopen/", cages.reopen, name="dispatch-reopen"),
    path("dispatch/cages/<int:manifest_id>/hand-over/", cages.hand_over, name="dispatch-hand-over"),
]
