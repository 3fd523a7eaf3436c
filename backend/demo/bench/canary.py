"""Whether anything about an addressee can be read where workers are: marked words in every personal field, then read
every screen, paper, bar code, error, log line and row."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
from django.urls import get_resolver

from backend.demo import own_labels
from backend.demo.bench import addresses, crew, orders, reading, scratch
from backend.demo.bench.asked import Ask
from backend.demo.bench.inside import inside
from backend.demo.bench.reading import Reader
from backend.demo.bench.tokens import PERSONAL, Tokens
from backend.demo.bench.wire import Tally, Wire, press
from backend.demo.houses import UNLIMITED, House, house
from backend.demo.robots.floor import read_tag
from backend.demo.robots.line import Line
from backend.demo.robots.workers import UNKNOWN

PICKERS: Final = 8
PACKERS: Final = 4
SPARE: Final = 1
SENDERS: Final = 4
LINES: Final = 1
STRAYS: Final = 20
OWN_LABELS: Final = 20
REF: Final = frozenset({"merchant_ref"})
EXCLUDED: Final = (
    "the vault's own database: addressees and carriers' labels, sealed",
    "answers to the merchant whose order it is, sent again under the same key (ledger_command of scope merchant:N)",
    "warehouse_orderref.merchant_ref",
    "the dispatch station: /dispatch/..., carrier label, packing slip (read as a control: the words must be there)",
)


def run(ask: Ask) -> dict[str, Any]:
    """Send marked orders, have them picked and packed by robots, then read everything."""
    ask = ask.bounded(seconds=1800, count=1000, clients=PICKERS + PACKERS)
    tokens = Tokens(ask.seed)
    reader = Reader(tokens)
    with scratch.databases(ask.database) as database, house(database=database) as ours:
        ours.environment |= {**UNLIMITED, "OUTBOUND_LOG_LEVEL": "INFO"}
        with inside(ours) as within:
            found = orders.found(within, pickers=PICKERS + SPARE, packers=PACKERS + SPARE)
            ours.start()
            accepted = _send(ours, ask, found, tokens)
            labelled = _send_own_labels(ours, found, tokens, accepted)
            team = crew.hire(ours, found, seed=ask.seed, leave_out=SPARE, hear=_ears(reader), strays=_strays(tokens))
            try:
                team.begin(seed=ask.seed)
                team.work_until(_slowly(lambda: within("orders_underway", {})["orders"] == 0), most_seconds=ask.seconds)
                _walk_all_addresses(ours, found, reader)
            finally:
                team.end()
            control = _control(ours, found, tokens, team.floor.belt.queue)
            left = within("orders_underway", {})["orders"]
            reader.add(within("dump", {"seed": ask.seed}))
        ours.stop()
        _read_files(ours, reader)
    return {
        "orders": accepted,
        "own_labels": labelled,
        "places_read": sum(reader.read.values()),
        "hits": reader.hits,
        "read": dict(sorted(reader.read.items())),
        "where": reader.examples,
        "packed": accepted - left,
        "not_packed": left,
        "control_hits": control,
        "bar_codes_unread": int(not reader.read["bar codes"]),
        "excluded": list(EXCLUDED),
    }


def _send(ours: House, ask: Ask, found: dict[str, Any], tokens: Tokens) -> int:
    """Every order once as it should be; and the first of them once more with a fault, so that errors have words too."""
    header = {"Authorization": f"Bearer {orders.key_of(found)}"}
    wires = [Wire(ours.urls[n % len(ours.urls)], headers=header) for n in range(SENDERS)]
    numbers = iter(range(ask.count))
    goods = orders.bodies(ask.seed, prefix="canary", lines=LINES)
    lock = threading.Lock()
    tally = Tally()

    def sender(wire: Wire) -> Callable[[], tuple[str, int, bytes]]:
        def send() -> tuple[str, int, bytes]:
            with lock:
                number, body = next(numbers), next(goods)
            body |= {"merchant_ref": tokens.ref(number), "addressee": tokens.addressee(number)}
            status, answer = wire.post("/api/v1/orders/", body, headers={"Idempotency-Key": uuid.uuid4().hex})
            return body["merchant_ref"], status, answer

        return send

    press(tally, [sender(wire) for wire in wires], seconds=ask.seconds, most=ask.count)
    if tally.errors:
        log = ours.webs[0].last_lines(40)
        raise RuntimeError(f"{tally.errors} marked orders were not accepted: {tally.examples[:2]}\n{log}")
    for number in range(min(STRAYS, ask.count)):
        person = tokens.addressee(number)
        for body in (
            {"merchant_ref": person["email"], "lines": [{"sku": "SKU-00001", "quantity": 1}], "addressee": person},
            {"merchant_ref": f"X{number}", "lines": [{"sku": person["name"], "quantity": 1}], "addressee": person},
            {"merchant_ref": f"Y{number}", "lines": [], "name": person["name"], "addressee": {**person, "x": "y"}},
        ):
            wires[0].post("/api/v1/orders/", body, headers={"Idempotency-Key": uuid.uuid4().hex})
    return len(tally.accepted)


def _send_own_labels(ours: House, found: dict[str, Any], tokens: Tokens, orders_sent: int) -> int:
    """The last orders get a marked label of their shop's own carrier, in ZPL and as PDF by turns; how many."""
    merchant = Line(ours.urls, headers={"Authorization": f"Bearer {orders.key_of(found)}"})
    wire = Wire(ours.urls[0], headers={"Authorization": f"Bearer {orders.key_of(found)}"})
    numbers = range(max(0, orders_sent - OWN_LABELS), orders_sent)
    for number in numbers:
        rows = merchant.get(f"/api/v1/orders/?merchant_ref={tokens.ref(number)}").json()["orders"]
        body = own_labels.body(tokens.addressee(number), tracking=tokens.word("k", number), is_zpl=number % 2 == 0)
        path = f"{rows[0]['url']}carrier-label/"
        status, answer = wire.post(path, body, headers={"Idempotency-Key": uuid.uuid4().hex})[:2]
        if status != 201:
            raise RuntimeError(f"A marked label was not taken: {status} {answer[:300]!r}")
    merchant.close()
    return len(numbers)


def _strays(tokens: Tokens) -> tuple[str, ...]:
    """What a worker may scan by mistake: unknown codes, and words from a carrier label that lies about."""
    people = [tokens.addressee(number) for number in range(STRAYS)]
    return (*UNKNOWN, *(each["name"] for each in people), *(each["phone"] for each in people))


def _ears(reader: Reader) -> crew.Hear:
    def hear(station: int, request: httpx.Request, status: int, body: bytes, sent_at: float) -> None:
        kind = "error pages" if status >= 400 else "worker pages"
        reader.look(kind, f"{request.method} {request.url.path} {status}", body)

    return hear


def _slowly(done: Callable[[], bool]) -> Callable[[], bool]:
    """Ask only every tenth time."""
    turns = itertools.count()
    return lambda: next(turns) % 10 == 9 and done()


def _walk_all_addresses(ours: House, found: dict[str, Any], reader: Reader) -> None:
    """Every address of the house as a worker and as a supervisor gets it, asked for and written to."""
    paths = addresses.every(get_resolver("backend.urls").url_patterns, without="sign-out")
    spare = max(int(number) for number, kind in found["kinds"].items() if kind == "pick")
    badge = crew.last_badges(found, 1)[0]
    worker = Line(ours.urls, transport=crew.Ears(spare, _ears(reader)))
    worker.get("/enrol/")
    worker.post("/enrol/", {"code": found["codes"][str(spare)]})
    for send in (worker.get, lambda path: worker.post(path, {})):
        for path in paths:
            # Some addresses end the sitting: whoever reads on sits down again.
            if "sign-in" in worker.get("/station/").headers.get("location", ""):
                worker.get("/station/sign-in/")
                worker.post("/station/sign-in/", {"badge": badge.name, "pin": badge.secret})
            send(path)
    worker.close()
    supervisor = next(each for each in found["sign_ins"] if each["role"] == "supervisor")
    line = Line(ours.urls)
    line.get("/sign-in/")
    line.post("/sign-in/", {"username": supervisor["name"], "password": supervisor["secret"]})
    for path in paths:
        answer = line.get(path)
        kind = "error pages" if answer.status_code >= 400 else "supervisor pages"
        reader.look(kind, f"GET {path} {answer.status_code}", answer.content)
    line.close()


def _control(ours: House, found: dict[str, Any], tokens: Tokens, tags: Any) -> int:
    """The search must find the words where they belong: at the dispatch desk and in the merchant's own list."""
    merchant = Line(ours.urls, headers={"Authorization": f"Bearer {orders.key_of(found)}"})
    if "merchant_ref" not in tokens.find(merchant.get("/api/v1/orders/").content):
        raise RuntimeError("The search is blind: the merchant's own list shows no marked reference.")
    desk = Line(ours.urls)
    dispatcher = next(each for each in found["sign_ins"] if each["role"] == "dispatcher")
    station = next(number for number, kind in found["kinds"].items() if kind == "dispatch")
    desk.get("/enrol/")
    desk.post("/enrol/", {"code": found["codes"][station]})
    desk.get("/sign-in/")
    desk.post("/sign-in/", {"username": dispatcher["name"], "password": dispatcher["secret"]})
    if not tags:
        raise RuntimeError("No parcel was packed: there is nothing to read.")
    page = desk.post("/dispatch/scans/", {"code": tags[0]})
    parcel = page.headers["location"].rstrip("/").rpartition("/")[2]
    shown = desk.post(f"/dispatch/parcels/{parcel}/address/", {"command_id": str(uuid.uuid4())})
    hits = tokens.find(shown.content) & PERSONAL
    label = desk.post(f"/dispatch/parcels/{parcel}/label/", {"command_id": str(uuid.uuid4())})
    for text in reading.texts_of(label.content) if label.content.startswith(b"%PDF") else ():
        hits |= tokens.find(text) & PERSONAL
    if not hits:
        raise RuntimeError(f"The search is blind: the dispatch desk shows no marked word ({shown.status_code}).")
    return len(hits)


def _read_files(ours: House, reader: Reader) -> None:
    """Every file of the house but the vault: papers, logs, the queue's folder, the main database's own bytes."""
    for path in sorted(each for each in ours.data.rglob("*") if each.is_file()):
        name = path.relative_to(ours.data).as_posix()
        if name.startswith(("vault.sqlite3", "static/", "secret.key", "pepper.key")):
            continue
        if name.startswith("main.sqlite3"):
            reader.look("database files", name, path.read_bytes(), known=REF)
        elif name.startswith("logs/"):
            _read_log(path, reader)
        elif path.suffix == ".pdf":
            data = path.read_bytes()
            reader.look_at_paper("papers", name, data)
            if read_tag(data) is None:
                raise RuntimeError(f"{name} is no parcel tag: who prints something else where workers are?")
        else:
            reader.look("other files", name, path.read_bytes())


def _read_log(path: Path, reader: Reader) -> None:
    for line in path.read_text(errors="replace").splitlines():
        reader.look("log lines", path.name, line)
