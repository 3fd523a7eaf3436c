"""Addresses of the entrance, the home page of a station, and the floor's staff pages."""

from __future__ import annotations

from django.urls import path

from backend.facility.screens import floor, holding, kiosk

urlpatterns = [
    path("", kiosk.start, name="start"),
    path("account/", floor.account, name="account"),
    path("enrol/", kiosk.enrol, name="enrol"),
    path("station/", kiosk.home, name="station"),
    path("station/sign-in/", kiosk.sign_in, name="station-sign-in"),
    path("station/lock/", kiosk.lock, name="station-lock"),
    path("station/leave/", kiosk.leave, name="station-leave"),
    path("station/stay/", kiosk.stay, name="station-stay"),
    path("station/help/", kiosk.ask_help, name="station-help"),
    path("station/language/", kiosk.language, name="station-language"),
    path("station/ping/", kiosk.ping, name="station-ping"),
    path("floor/stations/", floor.stations, name="stations"),
    path("floor/stations/<int:pk>/", floor.station, name="floor-station"),
    path("floor/stations/<int:pk>/code/", floor.make_code, name="station-code"),
    path("floor/stations/<int:pk>/revoke/", floor.revoke, name="station-revoke"),
    path("floor/stations/<int:pk>/end/", floor.end_sitting, name="sitting-end"),
    path("floor/sittings/end/", floor.end_all, name="sittings-end"),
    path("floor/help/", floor.help_calls, name="help-calls"),
    path("floor/help/<int:pk>/close/", floor.close_call, name="help-close"),
    path("floor/holds/", holding.holds_page, name="holds"),
    path("floor/holds/place/", holding.place, name="hold-place"),
    path("floor/holds/<int:pk>/resume/", holding.resume, name="hold-resume"),
]
