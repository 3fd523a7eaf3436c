"""Tells uv where this institution gets its packages from: uv does not read pip's own settings."""

import os
import subprocess
from pathlib import Path

from backend.command.places import Command

# pip's option: uv's variable, and what uv wants between several values
UV_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "no-index": ("UV_OFFLINE", " "),
}


def uv_settings(python: Path) -> dict[str, str]:
    """Translate pip's files and variables for uv; what is set for uv itself stays as it is."""
    # The best match of all indexes is how pip chooses too; the hashes keep a foreign package out.
    settings = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "UV_INDEX_STRATEGY": "unsafe-best-match"}
    settings |= translate(_pip_settings(python))
    return {name: value for name, value in settings.items() if name not in os.environ}


def translate(pip_lines: str) -> dict[str, str]:
    """Read the lines of `pip config list`; the more special section wins: file, install, environment."""
    rank = {"global": 0, "install": 1, ":env:": 2}
    found: dict[str, tuple[int, str]] = {}
    for line in pip_lines.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.rpartition(".")
        if option in UV_NAMES and section in rank and rank[section] >= found.get(option, (0, ""))[0]:
            found[option] = (rank[section], value.strip("'\""))
    return {
        UV_NAMES[option][0]: UV_NAMES[option][1].join(value.replace("\\n", " ").split())
        for option, (_, value) in found.items()
    }


def _pip_settings(python: Path) -> str:
    command: Command = [python, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    return subprocess.run(command, capture_output=True, text=True).stdout
