"""The wall on a supervisor's desk and in the room, asked for again every four seconds; and the jobs given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.dashboard import day, pulse, wall
from backend.dashboard.cards import DeadJob
from backend.facility import shell, staff_commands
from backend.facility.entrances import SUPERVISING, StaffRequest, staff
from backend.jobs import reviving
from backend.jobs.models import Job
from backend.people.models import Person

MOST_JOBS = 100


@require_safe
@staff(*SUPERVISING)
def wall_page(request: StaffRequest) -> HttpResponse:
    """The supervisor's wall; asked with the version that is shown, it answers only if something changed."""
    today = day.today(request.facility.clock_zone)
    beat = pulse.feel(request.facility.pk, today)
    if request.GET.get("seen") == beat.version:
        return HttpResponse(status=204)
    drawn = wall.draw(request.user, site=request.facility, day=today, pulse=beat)
    sub = f"{date_format(localtime(today.now), 'l j F Y')} · {drawn.clock}"
    if request.headers.get("HX-Target") == "wall":
        return render(request, "dashboard/_wall.html", {"wall": drawn, "day": sub, "is_update": True})
    frame = shell.staff(request, title=request.facility.name, sub=sub, current="wall")
    return render(request, "dashboard/wall.html", {"shell": frame, "wall": drawn, "day": sub})


@require_safe
@staff(*SUPERVISING)
def room_page(request: StaffRequest) -> HttpResponse:
    """The wall that faces the room: large, dark, without a name, without a button."""
    today = day.today(request.facility.clock_zone)
    beat = pulse.feel(request.facility.pk, today)
    if request.GET.get("seen") == beat.version:
        return HttpResponse(status=204)
    drawn = wall.draw(request.user, site=request.facility, day=today, pulse=beat, in_room=True)
    template = "dashboard/_room.html" if request.headers.get("HX-Target") == "room" else "dashboard/room.html"
    return render(request, template, {"wall": drawn, "day": date_format(localtime(today.now), "l j F")})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Person.Role.SUPERVISOR, Person.Role.MANAGER)
def jobs_page(request: StaffRequest) -> HttpResponse:
    """The jobs that the house gave up, each with a button that has it tried again."""
    if request.method == "POST":
        given = request.POST.get("job", "")
        job = reviving.find(int(given) if given.isascii() and given.isdecimal() else 0, facility=request.facility.pk)
        reviving.revive.once(staff_commands.asked(request, "job.revive", str(job.pk)), job, by=request.user)
        messages.success(request, _("The house tries it again."))
        return redirect("wall-jobs")
    cards = [_dead(job) for job in reviving.dead(request.facility.pk)[:MOST_JOBS]]
    frame = shell.staff(request, title=_("Jobs given up"), sub=_("what the house tried in vain"), current="wall")
    return render(request, "dashboard/jobs.html", {"shell": frame, "jobs": cards})


def _dead(job: Job) -> DeadJob:
    words = {
        "warehouse.promise": _("Promise stock to orders"),
        "warehouse.plan": _("Plan walks"),
        "printing.send": _("Send labels to a printer"),
    }
    return DeadJob(
        id=job.pk,
        what=words.get(job.kind, job.kind),
        kind=job.kind,
        subject=job.subject,
        attempts=job.attempts,
        error_code=job.error_code,
        at=job.done_at or job.made_at,
    )
