"""`manage.py openapi`: write the merchant API's schema, or with `--check` say whether the written one is fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

FILE: Final = Path(settings.ROOT) / "backend" / "openapi.yaml"


class Command(BaseCommand):
    """The schema is committed, so that a change of the API is seen by whoever reads the change."""

    requires_system_checks = ()
    help = "Write backend/openapi.yaml from the API, or check that it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        """Write by default."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write or compare."""
        made = written()
        if not check:
            FILE.write_bytes(made)
            self.stdout.write(f"{FILE.name} written.")
        elif not FILE.exists() or FILE.read_bytes() != made:
            raise CommandError("backend/openapi.yaml is stale. Run: ./outbound openapi")


def written() -> bytes:
    """The schema as YAML, valid OpenAPI 3.1."""
    with translation.override("en"):
        schema = SchemaGenerator(patterns=[path("api/", include("backend.api"))]).get_schema(request=None, public=True)
    validate_schema(schema)
    rendered: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})
    return rendered
