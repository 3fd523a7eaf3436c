"""Addresses of the staff pages of the warehouse."""

from __future__ import annotations

from django.urls import path

from warehouse.screens import (
    floor_plan_files,
    staff_apart,
    staff_batches,
    staff_floor_plan,
    staff_labels,
    staff_orders,
    staff_parcels,
    staff_shelves,
    staff_totes,
    staff_waves,
)

urlpatterns = [
    path("orders/", staff_orders.list_page, name="orders"),
    path("orders/<int:pk>/", staff_orders.order_page, name="order"),
    path("shortages/", staff_orders.shortages_page, name="shortages"),
    path("shelves/", staff_shelves.list_page, name="shelves"),
    path("shelves/<int:pk>/count/", staff_shelves.count, name="shelf-count"),
    path("batches/", staff_batches.list_page, name="batches"),
    path("batches/<int:pk>/", staff_batches.batch_page, name="batch"),
    path("batches/<int:pk>/free/", staff_batches.free, name="batch-free"),
    path("waves/", staff_waves.waves_page, name="waves"),
    path("waves/ask/", staff_waves.ask, name="wave-ask"),
    path("waves/ahead/", staff_waves.set_ahead, name="waves-ahead"),
    path("waves/thinking/", staff_waves.thinking, name="waves-thinking"),
    path("waves/<int:pk>/", staff_waves.waves_page, name="wave"),
    path("waves/<int:pk>/release/", staff_waves.release, name="wave-release"),
    path("waves/<int:pk>/drop/", staff_waves.drop, name="wave-drop"),
    path("floor-plan/", staff_floor_plan.plan_page, name="floor-plan"),
    path("floor-plan/aisles/<int:number>/", staff_floor_plan.aisle, name="floor-plan-aisle"),
    path("floor-plan/drawing/", floor_plan_files.drawing_page, name="floor-plan-drawing"),
    path("floor-plan/drawing.json", floor_plan_files.drawing_file, name="floor-plan-drawing-file"),
    path("floor-plan/bins/", floor_plan_files.bins_page, name="floor-plan-bins"),
    path("floor-plan/bins.csv", floor_plan_files.bins_file, name="floor-plan-bins-file"),
    path("kept-apart/", staff_apart.list_page, name="kept-apart"),
    path("kept-apart/keep/", staff_apart.keep, name="kept-apart-keep"),
    path("kept-apart/<int:pk>/close/", staff_apart.close, name="kept-apart-close"),
    path("parcels/", staff_parcels.list_page, name="parcels"),
    path("parcels/<int:pk>/", staff_parcels.parcel_page, name="parcel"),
    path("parcels/<int:pk>/labels/<int:serial_pk>/reprint/", staff_parcels.allow_reprint, name="parcel-reprint"),
    path("parcels/<int:pk>/weight/", staff_parcels.allow_weight, name="parcel-weight"),
    path("parcels/<int:pk>/open/", staff_parcels.unpack, name="parcel-unpack"),
    path("labels/", staff_labels.list_page, name="labels"),
    path("labels/<slug:kind>/", staff_labels.list_page, name="labels"),
    path("labels/<slug:kind>/print/", staff_labels.print_chosen, name="labels-print"),
    path("labels/<slug:kind>/<int:serial_pk>/again/", staff_labels.print_again, name="label-again"),
    path("totes/", staff_totes.list_page, name="totes"),
    path("totes/<int:pk>/release/", staff_totes.release, name="tote-release"),
    path("totes/<int:pk>/empty/", staff_totes.empty, name="tote-empty"),
]
