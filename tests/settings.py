"""The house's own settings, with a data folder and databases that no real house uses.

Read before any test or conftest, since pytest-django reads settings first of all.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "OUTBOUND_DATA" not in os.environ:
    os.environ["OUTBOUND_DATA"] = tempfile.mkdtemp(prefix="outbound-test-")
    atexit.register(shutil.rmtree, os.environ["OUTBOUND_DATA"], ignore_errors=True)
os.environ.setdefault("OUTBOUND_TEST_RUN", str(os.getpid()))
# `./outbound test` names both databases and says which one this run is for; a plain pytest needs only the one.
if os.environ.get("OUTBOUND_TEST_POSTGRES") and not os.environ.get("OUTBOUND_TEST_SQLITE"):
    os.environ.setdefault("OUTBOUND_DATABASE_URL", os.environ["OUTBOUND_TEST_POSTGRES"])
# A file, so that a test may start further processes on the same rows; no test needs it to outlive a power cut.
os.environ.setdefault("OUTBOUND_TEST_SQLITE", os.path.join(os.environ["OUTBOUND_DATA"], "test.sqlite3"))
os.environ.setdefault("OUTBOUND_SQLITE_SYNC", "OFF")

from backend.settings import *  # noqa: F403

# Pages name their files plainly: nothing needs to be collected before a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
