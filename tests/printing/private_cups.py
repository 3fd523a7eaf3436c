"""A spooler of our own: a real cupsd with its own folder, on loopback, started and ended by the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
IS_INSTALLED = CUPSD is not None and shutil.which("lp") is not None and shutil.which("lpstat") is not None
START_SECONDS = 90.0
CONFIGURATION = """Listen 127.0.0.1:{port}
Listen {root}/cups.sock
DefaultAuthType None
Browsing Off
WebInterface No
LogLevel warn
MaxCopies 1
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """SystemGroup {group}
ServerRoot {root}
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/spool
TempDir {root}/temp
DataDir /usr/share/cups
ServerBin /usr/lib/cups
AccessLog {root}/access
ErrorLog {root}/error
PageLog {root}/page
PrintcapFormat BSD
Printcap
"""
QUEUE = """<Printer {name}>
Info {name}
DeviceURI socket://{device}/?waiteof=false
State Idle
Accepting {accepting}
Shared No
ErrorPolicy abort-job
OpPolicy default
</Printer>
"""


@dataclass
class Spooler:
    """The running spooler, and where it listens."""

    server: str
    root: Path
    process: subprocess.Popen[bytes]


@contextmanager
def spooler(*, device: str) -> Iterator[Spooler]:
    """A cupsd with two queues to the printer at `device`: `office` takes jobs, `closed` takes none."""
    with tempfile.TemporaryDirectory(prefix="outbound-cups-") as folder:
        # The programs that cupsd starts as another user read what lies in it.
        os.chmod(folder, 0o755)
        with _running(Path(folder), device=device) as made:
            yield made


@contextmanager
def _running(root: Path, *, device: str) -> Iterator[Spooler]:
    assert CUPSD is not None
    port = _free_port()
    for name in ("cache", "state", "spool", "temp"):
        (root / name).mkdir()
    (root / "cupsd.conf").write_text(CONFIGURATION.format(port=port, root=root))
    (root / "cups-files.conf").write_text(FILES.format(root=root, group="root" if os.geteuid() == 0 else "lp"))
    queues = (("office", "Yes"), ("closed", "No"))
    (root / "printers.conf").write_text(
        "".join(QUEUE.format(name=name, device=device, accepting=accepting) for name, accepting in queues)
    )
    command = [CUPSD, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    made = Spooler(f"127.0.0.1:{port}", root, process)
    try:
        _wait(made)
        yield made
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(made: Spooler) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and made.process.poll() is None:
        done = subprocess.run(["lpstat", "-h", made.server, "-r"], capture_output=True, check=False)
        if b"is running" in done.stdout:
            return
        time.sleep(0.1)
    made.process.kill()
    said = made.process.stderr.read().decode(errors="replace") if made.process.stderr else ""
    log = made.root / "error"
    raise TimeoutError(f"cupsd did not start: {said}{log.read_text()[-2000:] if log.exists() else ''}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
