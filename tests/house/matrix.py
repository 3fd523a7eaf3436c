"""Who may come in where: every address of the house by name, and the principals that it lets in.

A new address without a row fails `test_authorisation.py`. "In" means that the view itself answers, whatever it says
(200, 302 to a page of the house, 404 for a row that is not there, 409, 422); "out" is 401, 403, or the way to a door.
"""

from __future__ import annotations

from typing import Final

NOBODY: Final = "nobody"
MERCHANT: Final = "merchant key"
DOOR: Final = "station without a seat"
WORKER: Final = "worker at a station"
SUPERVISOR: Final = "supervisor"
MANAGER: Final = "manager"
SECURITY: Final = "security"
DISPATCHER: Final = "dispatcher away from the desk"
DESK: Final = "dispatcher at the desk"
PAYROLL: Final = "payroll"
COMPLAINTS: Final = "complaints reader"
TRAINER: Final = "trainer"
AUDITOR: Final = "auditor"

STAFF: Final = frozenset(
    {SUPERVISOR, MANAGER, SECURITY, DISPATCHER, DESK, PAYROLL, COMPLAINTS, TRAINER, AUDITOR},
)
ALL: Final = STAFF | {NOBODY, MERCHANT, DOOR, WORKER}
SUPERVISING: Final = frozenset({SUPERVISOR, MANAGER, SECURITY})
LOOKING: Final = SUPERVISING | {AUDITOR}
AT_STATION: Final = frozenset({DOOR, WORKER, DESK})
SEATED: Final = frozenset({WORKER})
AT_DESK: Final = frozenset({DESK})
WITH_KEY: Final = frozenset({MERCHANT})

MATRIX: Final[dict[str, frozenset[str]]] = {
    # backend.people: the sign-in of staff
    "sign-in": ALL,
    "sign-in-code": STAFF,
    "sign-in-set-up": STAFF,
    "sign-in-again": STAFF,
    "sign-out": ALL,
    # backend.facility: the entrance and the floor
    "start": ALL,
    "enrol": ALL,
    "account": STAFF,
    "station": SEATED,
    "station-sign-in": AT_STATION,
    "station-lock": SEATED,
    "station-leave": SEATED,
    "station-stay": SEATED,
    "station-help": AT_STATION,
    "station-language": AT_STATION,
    "station-ping": AT_STATION,
    "stations": LOOKING,
    "floor-station": LOOKING,
    "station-code": SUPERVISING,
    "station-revoke": SUPERVISING,
    "sitting-end": SUPERVISING,
    "sittings-end": SUPERVISING,
    "help-calls": SUPERVISING,
    "help-close": SUPERVISING,
    "holds": SUPERVISING,
    "hold-place": SUPERVISING,
    "hold-resume": SUPERVISING,
    # backend.printing: printers and where each label is
    "printers": frozenset({SUPERVISOR, MANAGER}),
    "printer": frozenset({SUPERVISOR, MANAGER}),
    "printer-add": frozenset({MANAGER}),
    "printer-change": frozenset({MANAGER}),
    "printer-pause": frozenset({SUPERVISOR, MANAGER}),
    "printer-resume": frozenset({SUPERVISOR, MANAGER}),
    "printer-move": frozenset({SUPERVISOR}),
    "printer-test": frozenset({SUPERVISOR, MANAGER}),
    "printer-paper": frozenset({SUPERVISOR, MANAGER}),
    "printer-doubts": frozenset({SUPERVISOR}),
    "printer-account": frozenset({SUPERVISOR}),
    "label-fate": frozenset({SUPERVISOR}),
    "layouts": frozenset({MANAGER}),
    "layout": frozenset({MANAGER}),
    "layout-preview": frozenset({MANAGER}),
    "layout-retire": frozenset({MANAGER}),
    # warehouse: the worker's station
    "station-work": SEATED,
    "station-scans": SEATED,
    "station-claim": SEATED,
    "station-day": SEATED,
    # warehouse: the dispatch desk
    "dispatch": AT_DESK,
    "dispatch-scan": AT_DESK,
    "dispatch-parcel": AT_DESK,
    "dispatch-address": AT_DESK,
    "dispatch-label": AT_DESK,
    "dispatch-slip": AT_DESK,
    "dispatch-load": AT_DESK,
    "dispatch-unload": AT_DESK,
    "dispatch-hold": AT_DESK,
    "dispatch-lift": AT_DESK,
    "dispatch-labels": AT_DESK,
    "dispatch-own-label": AT_DESK,
    "dispatch-own-label-look": AT_DESK,
    "dispatch-own-label-decide": AT_DESK,
    "dispatch-own-label-set-aside": AT_DESK,
    "dispatch-cage": AT_DESK,
    "dispatch-close": AT_DESK,
    "dispatch-reopen": AT_DESK,
    "dispatch-hand-over": AT_DESK,
    # warehouse: lists of staff
    "orders": frozenset({SUPERVISOR}),
    "order": frozenset({SUPERVISOR}),
    "shortages": frozenset({SUPERVISOR}),
    "kept-apart": frozenset({SECURITY}),
    "kept-apart-keep": frozenset({SECURITY}),
    "kept-apart-close": frozenset({SECURITY}),
    "waves": frozenset({SUPERVISOR}),
    "wave": frozenset({SUPERVISOR}),
    "waves-thinking": frozenset({SUPERVISOR}),
    "wave-ask": frozenset({SUPERVISOR}),
    "waves-ahead": frozenset({SUPERVISOR}),
    "wave-release": frozenset({SUPERVISOR}),
    "wave-drop": frozenset({SUPERVISOR}),
    "batches": frozenset({SUPERVISOR}),
    "batch": frozenset({SUPERVISOR}),
    "batch-free": frozenset({SUPERVISOR}),
    "floor-plan": frozenset({SUPERVISOR, MANAGER}),
    "floor-plan-aisle": frozenset({MANAGER}),
    "floor-plan-drawing": frozenset({MANAGER}),
    "floor-plan-drawing-file": frozenset({SUPERVISOR, MANAGER}),
    "floor-plan-bins": frozenset({MANAGER}),
    "floor-plan-bins-file": frozenset({SUPERVISOR, MANAGER}),
    "parcels": frozenset({SUPERVISOR}),
    "parcel": frozenset({SUPERVISOR}),
    "parcel-reprint": frozenset({SUPERVISOR}),
    "parcel-weight": frozenset({SUPERVISOR}),
    "parcel-unpack": frozenset({SUPERVISOR}),
    "shelves": frozenset({SUPERVISOR}),
    "shelf-count": frozenset({SUPERVISOR}),
    "totes": frozenset({SUPERVISOR}),
    "labels": frozenset({SUPERVISOR}),
    "labels-print": frozenset({SUPERVISOR}),
    "label-again": frozenset({SUPERVISOR}),
    "tote-release": frozenset({SUPERVISOR}),
    "tote-empty": frozenset({SUPERVISOR}),
    # backend.dashboard
    "wall": SUPERVISING,
    "wall-room": SUPERVISING,
    "wall-jobs": frozenset({SUPERVISOR, MANAGER}),
    # the merchant API
    "api-home": WITH_KEY,
    "api-key-rotation": WITH_KEY,
    "api-orders": WITH_KEY,
    "api-order": WITH_KEY,
    "api-cancellation": WITH_KEY,
    "api-carrier-label": WITH_KEY,
    "api-products": WITH_KEY,
    "api-product": WITH_KEY,
    "api-stock": WITH_KEY,
    "api-events": WITH_KEY,
    "api-docs": ALL,
    "api-schema": ALL,
    "api-problems": ALL,
    "api-problem": ALL,
    "api-unknown": ALL,
    # backend.jobs and backend.web: is the house up, and the help
    "healthz": ALL,
    "readyz": ALL,
    "help": ALL,
    "help-components": ALL,
    "help-licences": ALL,
    "help-licence": ALL,
    "help-page": ALL,
}
