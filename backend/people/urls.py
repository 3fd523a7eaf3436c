"""Addresses of the sign-in of staff."""

from __future__ import annotations

from django.urls import path

from backend.people import screens

urlpatterns = [
    path("sign-in/", screens.sign_in, name="sign-in"),
    path("sign-in/code/", screens.give_code, name="sign-in-code"),
    path("sign-in/set-up/", screens.set_up, name="sign-in-set-up"),
    path("sign-in/again/", screens.prove_again, name="sign-in-again"),
    path("sign-out/", screens.sign_out, name="sign-out"),
]
