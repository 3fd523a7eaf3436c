"""Layouts of the facility's own: drawn as a draft, published when every check passes, never changed afterwards."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

import labels
from backend.facility.models import Facility
from backend.kit import clock, locks
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.recording import record
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import deciding, spool
from backend.printing.cards import LayoutCard, LayoutRow, LayoutVersion
from backend.printing.events import TemplatePublished, TemplateRetired
from backend.printing.models import LabelTemplate, Printer
from labels import Template, Unprintable, View

RESOLUTIONS: Final = (203, 300)
LONGEST: Final = 64_000
VERSION: Final = re.compile(r"^version\s*=\s*\d+\s*$", re.MULTILINE)


def kinds() -> tuple[str, ...]:
    """The kinds of label that a layout draws, by name; papers that draw themselves have none."""
    return tuple(sorted(name for name in labels.KINDS if labels.shipped_template(name) is not None))


def in_use(kind: str, *, facility: int) -> Template | None:
    """The facility's own layout that is in use, None for the one that comes with the house. One query."""
    text = _published(kind, facility=facility).filter(retired_at=None).values_list("text", flat=True).first()
    return None if text is None else labels.load_template(text)


def of_version(kind: str, version: int, *, facility: int) -> Template | None:
    """The layout that once was in use under this version; None for a paper that draws itself."""
    own = LabelTemplate.objects.filter(facility_id=facility, kind=kind, version=version).values_list("text", flat=True)
    text = own.first()
    return labels.shipped_template(kind, version or None) if text is None else labels.load_template(text)


def to_try_out(pk: int) -> Template:
    """The layout of a draft that is tried out."""
    return labels.load_template(LabelTemplate.objects.get(pk=pk).text)


def check(kind: str, text: str) -> str:
    """A picture of the longest sample as SVG. Unprintable, naming the element, unless every check passes."""
    layout = labels.load_template(text)
    if layout.kind != kind:
        raise Unprintable(f"this is a layout for {layout.kind}, not for {kind}", element="template")
    view: Any = labels.KINDS[kind]
    for dpi in RESOLUTIONS:
        labels.compile_template(layout, view=view, dpi=dpi)
    return labels.preview_svg(view.longest(), template=layout)


def card(kind: str, *, facility: int) -> LayoutCard:
    """One kind with its draft or the layout in use, and every version there was."""
    if kind not in kinds():
        raise NotFound()
    rows = list(LabelTemplate.objects.filter(facility_id=facility, kind=kind).order_by("-version"))
    draft = next((row for row in rows if row.published_at is None), None)
    live = next((row for row in rows if row.published_at and row.retired_at is None), None)
    return LayoutCard(
        kind=kind,
        personal=labels.KINDS[kind].personal,
        text=_text(kind, draft or live, version=draft.version if draft else _next_version(kind, facility=facility)),
        has_draft=draft is not None,
        live_version=live.version if live else labels.shipped_template_versions(kind)[-1],
        is_own=live is not None,
        versions=tuple(
            LayoutVersion(
                id=row.pk,
                version=row.version,
                digest=row.digest[:12],
                published_at=row.published_at,
                is_live=live is not None and row.pk == live.pk,
                is_retired=row.retired_at is not None,
            )
            for row in rows
        ),
    )


def rows(*, facility: int) -> tuple[LayoutRow, ...]:
    """Every kind with the version in use. One query."""
    own = LabelTemplate.objects.filter(facility_id=facility).order_by("version")
    live: dict[str, int] = {}
    drafts: set[str] = set()
    for kind, version, published_at, retired_at in own.values_list("kind", "version", "published_at", "retired_at"):
        if published_at is None:
            drafts.add(kind)
        elif retired_at is None:
            live[kind] = version
    return tuple(
        LayoutRow(kind, live.get(kind) or labels.shipped_template_versions(kind)[-1], kind in live, kind in drafts)
        for kind in kinds()
    )


@work
def save(kind: str, *, text: str, facility: Facility, by: Person) -> int:
    """Keep a draft, whatever is wrong with it; its number."""
    return _draft(kind, text=text, facility=facility, by=by).pk


@work
def publish(kind: str, *, text: str, facility: Facility, by: Person) -> int:
    """Put a layout to use: it must pass every check at every resolution, and carries the next version."""
    draft = _draft(kind, text=text, facility=facility, by=by)
    _refuse_unless_it_scans(draft)
    now = clock.now()
    LabelTemplate.objects.filter(pk=draft.pk).update(published_at=now)
    record(TemplatePublished(label=kind, template_version=draft.version, digest=draft.digest), on=draft, by=by)
    return draft.version


@work
def retire(template: LabelTemplate, *, by: Person) -> None:
    """Take a layout out of use; the one before it counts again, in the end the one that comes with the house."""
    deciding.refuse_unless_manager(template.facility_id, by=by)
    mine = LabelTemplate.objects.filter(pk=template.pk, published_at__isnull=False, retired_at=None)
    if not mine.update(retired_at=clock.now()):
        raise Refused(_("This layout is a draft, or out of use already."), code="wrong_state")
    record(TemplateRetired(label=template.kind, template_version=template.version), on=template, by=by)


@work
def try_out(kind: str, *, text: str, on: Printer, facility: Facility, by: Person) -> int:
    """Print the longest sample once by the draft, numbered like any label; its job."""
    draft = _draft(kind, text=text, facility=facility, by=by)
    _refuse_unless_it_scans(draft)
    view: type[View] = labels.KINDS[kind]
    subject = f"printing.test:{on.pk}-{secrets.token_hex(8)}"
    return spool.ask_all([spool.Wanted(view.longest(), subject, template=draft.pk)], on=on, by=by).pk


def find(pk: int, *, seen_by: Person) -> LabelTemplate:
    """A layout of the person's own facility; 404 for others."""
    found = LabelTemplate.objects.filter(pk=pk, facility_id=seen_by.facility).first()
    if found is None:
        raise NotFound()
    return found


def _draft(kind: str, *, text: str, facility: Facility, by: Person) -> LabelTemplate:
    """The draft of a kind with this text, made if there was none; its version is the house's to give."""
    deciding.refuse_unless_manager(facility.pk, by=by)
    if kind not in kinds():
        raise NotFound()
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("A layout has between 1 and %(n)s characters.") % {"n": LONGEST}, code="template_length")
    locks.take(Facility.objects.filter(pk=facility.pk))
    draft = LabelTemplate.objects.filter(facility=facility, kind=kind, published_at=None).first()
    version = draft.version if draft else _next_version(kind, facility=facility.pk)
    row = draft or LabelTemplate(facility=facility, kind=kind, version=version)
    row.text = VERSION.sub(f"version = {version}", text.replace("\r\n", "\n"), count=1)
    row.digest = hashlib.sha256(row.text.encode()).hexdigest()
    row.changed_by, row.changed_at = by, clock.now()
    row.save()
    return row


def _refuse_unless_it_scans(draft: LabelTemplate) -> None:
    """Refuse a layout that fails a check, or whose longest sample a scanner reads otherwise than asked."""
    try:
        check(draft.kind, draft.text)
        for dpi in RESOLUTIONS:
            labels.proving.prove(labels.load_template(draft.text), view=labels.KINDS[draft.kind], dpi=dpi)
    except Unprintable as no:
        raise Invalid(str(no), code="template_unprintable") from no


def _published(kind: str, *, facility: int) -> QuerySet[LabelTemplate]:
    rows = LabelTemplate.objects.filter(facility_id=facility, kind=kind, published_at__isnull=False)
    return rows.order_by("-version")


def _next_version(kind: str, *, facility: int) -> int:
    own = LabelTemplate.objects.filter(facility_id=facility, kind=kind).aggregate(most=Max("version"))["most"] or 0
    return int(max(own, *labels.shipped_template_versions(kind))) + 1


def _text(kind: str, row: LabelTemplate | None, *, version: int) -> str:
    newest = labels.shipped_template_versions(kind)[-1]
    text = row.text if row else labels.shipped_template_text(kind, newest)
    return VERSION.sub(f"version = {version}", text, count=1)
