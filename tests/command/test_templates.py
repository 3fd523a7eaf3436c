"""Every template can be read by Django, so that a slip shows at the gate and not on a kiosk."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.utils import get_app_template_dirs

FOLDERS = [Path(folder) for folder in get_app_template_dirs("templates")]
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for folder in FOLDERS
    if settings.ROOT in folder.parents and ".venv" not in folder.parts
    for path in folder.rglob("*")
    if path.is_file()
)


def test_there_are_templates_to_read() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_compiles(template: str) -> None:
    assert engines["django"].get_template(template)
