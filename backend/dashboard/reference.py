"""The reference pages of /help that are made from the code itself, so that they cannot grow old."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from backend.ledger import catalogue, states
from backend.web import help as help_pages

SETTINGS: Final = {
    "OUTBOUND_DATA": "Folder for databases, keys, printed files and logs. Default: `var` beside the code.",
    "OUTBOUND_DATABASE_URL": "`sqlite` (default) or `postgres://user:password@host:port/name`.",
    "OUTBOUND_VAULT_URL": "The vault's own database. Default: a file of its own, or the main name with `_vault`.",
    "OUTBOUND_BROKER_URL": "`file:` (default, no server needed), `amqp://...` or `redis://...`.",
    "OUTBOUND_SECRET_KEY_FILE": "File with the secret key. Default: `secret.key` in the data folder, made once.",
    "OUTBOUND_PEPPER_FILE": "File with the secret that PINs are hashed with. Lost, every PIN must be given anew.",
    "OUTBOUND_VAULT_KEY_FILE": "File with the key that wraps the vault's keys. Back it up apart from the vault.",
    "OUTBOUND_LEDGER_KEY_FILE": "File with the key that signs checkpoints. Never in a database or a backup.",
    "OUTBOUND_DEBUG": "1 shows faults in full. Never where people work.",
    "OUTBOUND_HOSTS": "Host names this house answers to, with commas between.",
    "OUTBOUND_TLS": "1 when the house is reached by https: secure cookies, HSTS, redirect of pages.",
    "OUTBOUND_BEHIND_PROXY": "1 when a reverse proxy of ours ends TLS and sets X-Forwarded-Proto.",
    "OUTBOUND_STAFF_NEED_TOTP": "1 asks staff for a code from an authenticator at every sign-in.",
    "OUTBOUND_SEALER_THREAD": "1 seals the ledger in this web process. 0 where `./outbound seal` runs.",
    "OUTBOUND_SQLITE_SYNC": "`FULL` (default). `NORMAL` is faster and may lose the last seconds at a power cut.",
    "OUTBOUND_POOL": "Most connections of one process to PostgreSQL. Default 8.",
    "OUTBOUND_WEB_THREADS": "Threads of one web process. Default 4.",
    "OUTBOUND_WEB_PROCESSES": "How many web processes there are: the limits of merchants' keys are shared out.",
    "OUTBOUND_API_PER_MINUTE": "Requests a merchant's key may make in a minute.",
    "OUTBOUND_API_BULK_PER_HOUR": "Requests with many orders a key may make in an hour.",
    "OUTBOUND_API_STRANGERS_PER_MINUTE": "Requests without a good key that one address may make in a minute.",
    "OUTBOUND_LOG_LEVEL": "`WARNING` (default), `INFO` or `DEBUG`.",
    "OUTBOUND_PYTHON": "A Python that has every package already: `./outbound` uses it and builds nothing.",
    "OUTBOUND_CHROMIUM": "Where Chromium is, for the tests in a browser.",
    "OUTBOUND_BENCH_MERCHANT": "Set by `bench intake` for the bare view that it is measured beside.",
    "OUTBOUND_TEST_MESSAGES": "How many messages the test of the file broker carries.",
    "OUTBOUND_TRIALS": "File in which the tests of the brokers note what was done.",
    "OUTBOUND_TEST_POSTGRES": "URL of a PostgreSQL server on which the tests run as well.",
    "OUTBOUND_TEST_SQLITE": "File in which the tests keep their SQLite database.",
    "OUTBOUND_TEST_RUN": "Keeps the databases of two test runs apart.",
    "OUTBOUND_TEST_RABBITMQ": "URL of a RabbitMQ over which the tests carry jobs. Default: this computer's.",
    "OUTBOUND_TEST_REDIS": "URL of a Redis over which the tests carry jobs. Default: this computer's.",
}
ROLES_OF_ADDRESSES: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def register() -> None:
    """Put the pages into the help."""
    help_pages.register("events", "What can happen", catalogue.markdown)
    help_pages.register("states", "States and moves", states_page)
    help_pages.register("settings", "Settings", settings_page)
    help_pages.register("routes", "Addresses", routes_page)
    help_pages.register("command-list", "Every command", commands_page)


def settings_page() -> str:
    """Every setting that the house reads from its environment."""
    rows = "\n".join(f"| `{name}` | {words} |" for name, words in sorted(SETTINGS.items()))
    return f"# Settings\n\nAll settings are environment variables.\n\n| name | what it does |\n|---|---|\n{rows}\n"


def states_page() -> str:
    """Which event brings a row from which states into which: the same table that the code obeys."""
    parts = ["# States and moves\n", "A row changes its state by one of these events and in no other way.\n"]
    for model in sorted(states.WATCHED, key=lambda each: each._meta.label_lower):
        parts.append(f"## {str(model._meta.verbose_name).capitalize()}\n")
        parts.append(_summary(model) + "\n")
        parts.append("| from | event | to |\n|---|---|---|")
        moves: Any = vars(model)["MOVES"]
        parts += [
            f"| {', '.join(sorted(map(str, origins)))} | `{event.kind}` | **{target}** |"
            for event, (origins, target) in moves.items()
        ]
        parts.append("")
    return "\n".join(parts)


def routes_page() -> str:
    """Every address of the house by its name."""
    rows = "\n".join(f"| `/{address}` | `{name}` | {words} |" for address, name, words in routes())
    return f"# Addresses\n\n| address | name | what it is |\n|---|---|---|\n{rows}\n"


def commands_page() -> str:
    """Every command that `./outbound NAME` hands on, with its own words."""
    ours = {
        name: load_command_class(app, name).help
        for name, app in get_commands().items()
        if str(app).startswith(("backend.", "warehouse", "callcenter"))
    }
    rows = "\n".join(f"| `./outbound {name}` | {words} |" for name, words in sorted(ours.items()))
    return f"# Every command\n\nAsk any of them for `--help`.\n\n| command | what it does |\n|---|---|\n{rows}\n"


def routes() -> Iterator[tuple[str, str, str]]:
    """Address, name and first sentence of every page and API call, in order of address."""
    yield from sorted(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str, str]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, address)
        else:
            view: Any = getattr(pattern.callback, "view_class", pattern.callback)
            yield ROLES_OF_ADDRESSES.sub(r"{\1}", address), pattern.name or "", _summary(view)


def _summary(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0].replace("|", "/")
