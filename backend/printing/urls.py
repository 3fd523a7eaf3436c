"""Addresses of the pages about printers."""

from __future__ import annotations

from django.urls import path

from backend.printing.screens import accounts, layouts, printers

urlpatterns = [
    path("printers/", printers.list_page, name="printers"),
    path("printers/new/", printers.add, name="printer-add"),
    path("printers/<int:pk>/", printers.printer_page, name="printer"),
    path("printers/<int:pk>/change/", printers.change, name="printer-change"),
    path("printers/<int:pk>/pause/", printers.pause, name="printer-pause"),
    path("printers/<int:pk>/resume/", printers.resume, name="printer-resume"),
    path("printers/<int:pk>/move/", printers.move, name="printer-move"),
    path("printers/<int:pk>/test/", printers.test_print, name="printer-test"),
    path("printers/<int:pk>/paper/", printers.paper, name="printer-paper"),
    path("printers/<int:pk>/doubts/", accounts.doubts, name="printer-doubts"),
    path("printers/<int:pk>/account/", accounts.account, name="printer-account"),
    path("printers/labels/<int:pk>/fate/", accounts.fate, name="label-fate"),
    path("printers/layouts/", layouts.list_page, name="layouts"),
    path("printers/layouts/<slug:kind>/", layouts.layout, name="layout"),
    path("printers/layouts/<slug:kind>/preview/", layouts.preview, name="layout-preview"),
    path("printers/layouts/versions/<int:pk>/retire/", layouts.retire, name="layout-retire"),
]
