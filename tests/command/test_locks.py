"""The locks say what pyproject.toml says, with a hash for everything, and fit into one environment."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from backend.command.places import BROWSER_LOCK, INSTALLER_LOCK, ROOT, RUN_LOCK, SERVER_LOCK, TEST_LOCK

LOCKS = [RUN_LOCK, SERVER_LOCK, TEST_LOCK, BROWSER_LOCK, INSTALLER_LOCK]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
DECLARED: dict[str, list[str]] = {
    RUN_LOCK: PROJECT["project"]["dependencies"],
    SERVER_LOCK: [*PROJECT["project"]["dependencies"], *EXTRAS["postgres"], *EXTRAS["redis"]],
    TEST_LOCK: PROJECT["dependency-groups"]["test"],
    BROWSER_LOCK: PROJECT["dependency-groups"]["browser"],
}


def pins(lock: str) -> dict[str, Version]:
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.!+-]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def asked_for_directly(lock: str) -> Iterator[str]:
    """List what the lock itself says it took from pyproject.toml."""
    for block in re.split(r"^(?=[\w])", (ROOT / lock).read_text(), flags=re.MULTILINE):
        if "(pyproject.toml" in block:
            yield canonicalize_name(re.split(r"[=\[]", block)[0])


@pytest.mark.parametrize("lock", DECLARED)
def test_what_is_declared_is_locked_to_a_version_that_fits(lock: str) -> None:
    locked = pins(lock)

    for requirement in map(Requirement, DECLARED[lock]):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in {lock}. Next step: ./outbound lock"
        assert requirement.specifier.contains(version), f"{requirement} is not {version}. Next step: ./outbound lock"


@pytest.mark.parametrize("lock", DECLARED)
def test_nothing_stays_locked_that_is_no_longer_declared(lock: str) -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in DECLARED[lock]}

    assert set(asked_for_directly(lock)) == declared


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_hash_and_no_index_has_a_name(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.split(r"^(?=[\w])", text, flags=re.MULTILINE)[1:]

    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--index|--find-links|@ file|^-e ", text, re.MULTILINE)


def test_all_locks_fit_into_one_environment() -> None:
    everything: dict[str, Version] = {}

    for lock in LOCKS:
        for name, version in pins(lock).items():
            assert everything.setdefault(name, version) == version, (
                f"{name} has two versions. Next step: ./outbound lock"
            )


def test_every_requirement_has_a_lower_bound() -> None:
    for text in {text for declared in DECLARED.values() for text in declared}:
        requirement = Requirement(text)
        if requirement.name.startswith("types-"):
            continue
        assert {specifier.operator for specifier in requirement.specifier} & {">=", "==", "~="}, text


def test_nothing_of_the_tests_reaches_production() -> None:
    production = pins(SERVER_LOCK)

    assert not {"pytest", "mypy", "ruff", "playwright", "hypothesis"} & set(production)
