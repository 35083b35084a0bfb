"""The schedule: every job in its turn, none stopped by another."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from engagement.models import OutgoingMail
from meetings.models import Meeting, Registration
from plaza.jobs import Job, run_due
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_job_runs_in_the_minutes_it_is_due():
    ran = []
    schedule = (
        Job("each minute", lambda: ran.append("each"), every=1),
        Job("each hour", lambda: ran.append("hour"), every=60),
    )
    for minute in (0, 1, 59, 60):
        run_due(minute=minute, jobs=schedule)
    assert ran == ["each", "hour", "each", "each", "each", "hour"]


def test_a_job_that_fails_is_logged_and_the_others_go_on(caplog):
    ran = []
    schedule = (
        Job("broken", lambda: 1 / 0, every=1),
        Job("sound", lambda: ran.append(True), every=1),
    )
    assert run_due(minute=0, jobs=schedule) == ["broken"]
    assert ran == [True]
    assert "Job failed: broken" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_once_runs_every_job(initiative):
    mail = OutgoingMail.objects.create(
        key="k", to="ana@example.com", language="en", subject="S", text="T", html="H"
    )
    meeting = factories.meeting(capacity=1)
    waiting = factories.registration(meeting=meeting, state=Registration.State.WAITLISTED)
    scheduled = factories.meeting(live=False)
    scheduled.go_live_at = timezone.now() + timedelta(hours=1)
    scheduled.save_revision().publish()
    due = timezone.now() - timedelta(minutes=1)
    revision = scheduled.latest_revision
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    revision.save()

    call_command("run_jobs", once=True)

    queued = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()]
    assert mail.pk in queued
    waiting.refresh_from_db()
    assert waiting.is_confirmed
    assert Meeting.objects.get(pk=scheduled.pk).live


def test_once_says_what_failed(monkeypatch):
    monkeypatch.setattr(
        "plaza.management.commands.run_jobs.run_due", lambda minute: ["publish what is scheduled"]
    )
    with pytest.raises(CommandError, match="publish what is scheduled"):
        call_command("run_jobs", once=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_it_is_told_to(number):
    # No such database: its jobs fail, and it goes on to wait for the next minute.
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    with subprocess.Popen(
        [
            sys.executable,
            str(Path(settings.ROOT) / "site" / "manage.py"),
            "run_jobs",
            "--skip-checks",
        ],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        # The last line of the schedule has failed as well: it waits for the next minute now.
        assert any("Job failed: prune" in line for line in process.stderr)
        asked = time.monotonic()
        process.send_signal(number)
        process.stderr.read()
        assert process.wait(timeout=20) == 0
        assert time.monotonic() - asked < 10
