"""The container files stand without an engine to try them: they parse, agree with each other and with the code."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.command.places import ROOT

DOCKER = ROOT / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
ROLES = ["prepare", "web", "worker", "beat", "sealer"]


def settings_read_by_the_code() -> set[str]:
    places = [ROOT / "backend" / "settings.py", DOCKER / "entrypoint", DOCKER / "backup", DOCKER / "Caddyfile"]
    return set(re.findall(r"OUTBOUND_[A-Z_]+", "".join(place.read_text() for place in places)))


def test_every_role_of_the_house_has_its_service() -> None:
    assert set(SERVICES) == {*ROLES, "postgres", "rabbitmq", "proxy", "backup"}
    assert [SERVICES[role]["command"][0] for role in ROLES] == ROLES


def test_every_role_is_known_to_the_entrypoint() -> None:
    known = re.findall(r"^([a-z]+)\)", (DOCKER / "entrypoint").read_text(), re.MULTILINE)

    assert known == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_a_role_runs_without_any_privilege(role: str) -> None:
    service = SERVICES[role]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"proxy", "worker"}


def test_only_the_sealer_and_the_preparation_read_the_key_of_the_ledger() -> None:
    holders = {name for name, service in SERVICES.items() if any("ledger-key:" in room for room in service["volumes"])}

    assert holders == {"prepare", "sealer", "backup"}


def test_a_password_never_stands_in_the_file() -> None:
    given = {name for service in SERVICES.values() for name in service.get("environment", {})}
    text = (DOCKER / "compose.yaml").read_text()

    assert {name for name in given if re.search("PASS|SECRET|TOKEN", name)} == {"POSTGRES_PASSWORD_FILE"}
    assert not re.search(r"://\w+:\w+@", text)


def test_every_secret_is_made_by_the_script(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets"
    script.write_text((DOCKER / "make-secrets").read_text())

    subprocess.run(["sh", script], check=True, capture_output=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["sh", script], check=True, capture_output=True)

    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == first
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == set(first)
    assert first["broker_url"].split(":")[2].split("@")[0] in first["rabbitmq.conf"]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_every_setting_of_the_containers_is_read_by_the_code() -> None:
    given = {name for service in SERVICES.values() for name in service.get("environment", {})}
    given |= set(re.findall(r"^\s+(?:ENV )?(OUTBOUND_[A-Z_]+)=", (DOCKER / "Dockerfile").read_text(), re.MULTILINE))
    from_the_command = {"OUTBOUND_PYTHON"}

    assert {name for name in given if name.startswith("OUTBOUND_")} - from_the_command <= settings_read_by_the_code()


def test_every_volume_and_network_that_is_used_is_declared() -> None:
    rooms = [room.split(":")[0] for service in SERVICES.values() for room in service["volumes"]]
    networks = {network for service in SERVICES.values() for network in service["networks"]}

    assert {room for room in rooms if re.fullmatch(r"[a-z-]+", room)} == set(COMPOSE["volumes"])
    assert networks == set(COMPOSE["networks"])


def test_the_image_is_built_from_the_lock_by_a_user_without_rights() -> None:
    text = (DOCKER / "Dockerfile").read_text()
    stages = text.split("\nFROM ")

    assert len(stages) == 3
    assert stages[1].count("--require-hashes") == 2
    assert "docker/requirements.txt" in stages[1]
    assert "\nUSER outbound\n" in stages[2]
    assert "pip install" not in stages[2]


def test_the_image_gets_every_folder_that_the_code_needs_and_no_other() -> None:
    copied = set(re.findall(r"^COPY ([a-z]+) \1$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE))
    ignore = (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()

    assert copied == {"labels", "backend", "warehouse", "callcenter", "docker"}
    assert ignore[0] == "*"
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE):
        for source in line.split():
            assert f"!{source.split('/')[0]}" in ignore, source


@pytest.mark.parametrize("script", ["entrypoint", "make-secrets", "backup"])
def test_a_script_can_be_read_by_its_shell(script: str) -> None:
    shell = (DOCKER / script).read_text().splitlines()[0].split("/")[-1].split()[-1]

    assert subprocess.run([shell, "-n", DOCKER / script], capture_output=True, text=True).stderr == ""
