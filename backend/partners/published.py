"""What anybody may read about the API without a key: its pages, its schema, and what each problem means."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView

from backend.kit.errors import NotFound
from backend.partners import problems
from backend.partners.problem_catalogue import ALL

SCHEMA: Final = Path(settings.ROOT) / "backend" / "openapi.yaml"


class DocsPage(SpectacularSwaggerSplitView):
    """The API to read and to try, from our own files only."""

    authentication_classes = ()
    permission_classes = ()
    url_name = "api-schema"
    template_name = "partners/api_docs.html"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The schema as it is committed."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/yaml; charset=utf-8")


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Every problem there is."""
    return JsonResponse({"problems": [_problem(code) for code in sorted(ALL)]})


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What one problem means: where the `type` of a problem leads."""
    if code not in ALL:
        return problems.plain(request, NotFound())
    return JsonResponse(_problem(code))


def _problem(code: str) -> dict[str, object]:
    status, detail = ALL[code]
    return {"type": f"/api/problems/{code}/", "code": code, "status": status, "detail": detail}
