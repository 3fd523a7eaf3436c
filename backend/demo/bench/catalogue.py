"""Every measurement by its name: what it does, and what each key of its answer means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.demo.bench import (
    batching,
    canary,
    cartons,
    claims,
    codes,
    freezes,
    intake,
    labels,
    lists,
    printing,
    races,
    routing,
    scans,
    waves,
)
from backend.demo.bench.asked import Ask


@dataclass(frozen=True)
class Bench:
    """One measurement."""

    run: Callable[[Ask], dict[str, Any]]
    what: str
    keys: Mapping[str, str]
    zeros: tuple[str, ...] = ()


BENCHES: Final[dict[str, Bench]] = {
    "intake": Bench(
        intake.run,
        "Clients send one order of 3 lines per POST as fast as they are answered, to 2 web servers (1 on SQLite), in "
        "turns with a bare Django + DRF view (backend/demo/bench/bare.py) that writes the same rows into a copy of the "
        "database. The sealer runs in our servers; the planner does not run: its work is not part of taking an order.",
        {
            "orders_per_second": "orders answered with 201 in a second of measured time",
            "ratio_to_bare": "that, divided by what the bare view reached in the turns between",
            "cpu_ms_per_order": "user and system time of our web servers (sealer included) for an order; Linux only",
            "queries_per_order": "SQL statements of one order, both databases, without BEGIN and COMMIT",
            "commits_per_order": "transactions committed for one order",
            "errors": "answers other than 201, and acknowledged orders that are not there, or there twice",
            "orders": "orders acknowledged, warm-up included",
            "p50_ms": "half of the answers came faster",
            "p95_ms": "95 of 100 answers came faster",
            "bare_orders_per_second": "the same for the bare view",
            "bare_cpu_ms_per_order": "the same for the bare view",
            "bare_errors": "answers of the bare view other than 201",
            "cpu_ratio_to_bare": "our processor time for an order, divided by that of the bare view",
            "clients": "how many sent at once",
            "examples": "the first answers that were errors",
        },
        zeros=("errors",),
    ),
    "claim": Bench(
        claims.run,
        "Processes take batches from one queue through warehouse.picking.claim_next as fast as they can.",
        {
            "claims_per_second": "batches taken in a second by all processes together",
            "double_claims": "batches that two got, by their own word or by the ledger's",
            "lock_errors": "claims that ended in a lock, a deadlock or a busy answer",
            "p99_ms": "99 of 100 claims came faster",
            "p50_ms": "half of the claims came faster",
            "claims": "batches taken",
            "batches": "batches that waited at the start",
            "processes": "how many took at once",
        },
        zeros=("double_claims", "lock_errors"),
    ),
    "scan": Bench(
        scans.run,
        "Robots pick and pack at kiosks through HTTP, one scan every 3 s at each station, while each screen asks every "
        "1.5 s as a browser does; 2 web servers (1 on SQLite), one worker, the sealer.",
        {
            "p50_ms": "half of the scans were answered faster",
            "p95_ms": "95 of 100 scans were answered faster",
            "p99_ms": "99 of 100 scans were answered faster",
            "queries_per_scan": "the most SQL statements of any scan that moved no goods, without BEGIN and COMMIT",
            "queries_when_goods_move": "the most SQL statements of any scan that moved goods",
            "queries_per_scan_mean": "the mean over all scans of one cart and one parcel",
            "queries_by_next_step": "the most SQL statements of a scan, by the step whose card came next",
            "scans": "scans answered in the measured time",
            "scans_per_second": "the same by the second, all stations together",
            "lost_scans": "scans that were acknowledged and that the house does not know afterwards",
            "ping_p95_ms": "95 of 100 questions of the screens were answered faster",
            "stations": "how many stations scanned",
            "webs": "how many web servers answered",
        },
        zeros=("lost_scans",),
    ),
    "freeze": Bench(
        freezes.run,
        "Stations scan every 3 s and ask every 1.5 s; a supervisor stops the whole facility through the form of the "
        "page, again and again. Timed from the press until a station's screen shows the stop.",
        {
            "p95_seconds": "95 of 100 stations stood still sooner",
            "max_seconds": "the last station of all freezes",
            "p50_seconds": "half of the stations stood still sooner",
            "lost_scans": "scans that were acknowledged and that the house does not know afterwards",
            "late_scans": "scans sent after the press was answered, and taken all the same",
            "unreached": "stations that did not show a stop within 15 s",
            "freezes": "how many times work was stopped",
            "press_p95_ms": "the answer to the press itself",
            "scans": "scans acknowledged",
            "stations": "how many stations asked",
            "webs": "how many web servers answered",
        },
        zeros=("lost_scans", "late_scans", "unreached"),
    ),
    "lists": Bench(
        lists.run,
        "100,000 orders (--count) by bulk insert; the first page and the 1,000th, of the merchant's list in the API "
        "and of the supervisor's list, read in turns. Times are medians, of the slower of the two lists.",
        {
            "queries": "the most SQL statements of any of the four pages",
            "first_page_ms": "the first page",
            "deep_page_ms": "the 1,000th page",
            "deep_to_first": "the deep page divided by the first, the worse of the two lists",
            "api_first_page_ms": "the merchant's list",
            "api_deep_page_ms": "the merchant's list, deep down",
            "staff_first_page_ms": "the supervisor's list",
            "staff_deep_page_ms": "the supervisor's list, deep down",
            "orders": "orders in the house",
            "page": "which page was the deep one",
        },
    ),
    "races": Bench(
        races.run,
        "Processes promise the last unit of a product to orders of their own at the same moment; a third of the rounds "
        "each with 2, 8 and 20 processes, a new product in every round.",
        {
            "rounds": "rounds played",
            "oversold_units": "units promised beyond the one that was there",
            "unsold_units": "rounds in which nobody got the unit",
            "errors": "promises that ended in a lock, a deadlock or no answer",
            "stock_drift": "balances that do not equal the sum of their moves",
            "processes": "how many raced at once",
            "examples": "the most frequent errors",
        },
        zeros=("oversold_units", "unsold_units", "errors", "stock_drift"),
    ),
    "printing": Bench(
        printing.run,
        "10,000 labels (--count) go to a fake ZPL printer on loopback through accidents that the seed draws: paper "
        "out, head open, half a label, silence, a stuck or lying printer, power cuts, labels printed twice, and "
        "kill -9 of the consumer process. In between, people of the bench load paper, scan what lies in the tray "
        "and say what is missing. The clock is set forward over the lease of a killed consumer, nobody waits for "
        "it.",
        {
            "labels": "labels that were asked for, came out, and were scanned in the end",
            "machine_duplicates": "labels that left for the printer twice, or of which two count at once",
            "unknown_per_incident": "the most labels that one accident left in doubt",
            "reconciled": "the part of all labels sent that is accounted for at the end, and agrees with the paper",
            "missing": "labels sent that are nowhere, or elsewhere than the books say",
            "not_printed": "labels asked for that never came out within the time",
            "incidents": "accidents that happened",
            "incidents_by_kind": "the same by kind",
            "unknown": "labels left in doubt by all of them together",
            "sent": "labels of which a first byte left, reprints allowed by people included",
            "given_up_by_people": "labels that people said never came out",
            "doubled_by_printer": "labels that the printer itself printed twice, though it got them once",
            "most_in_printer": "the most labels that were inside the printer at once; a lying printer is sent more",
            "labels_per_second": "labels that reached the printer in a second of the consumers' time",
        },
        zeros=("machine_duplicates", "missing", "not_printed"),
    ),
    "canary": Bench(
        canary.run,
        "Orders with marked words in every personal field are sent, picked and packed by robots, some of which scan "
        "such a word by mistake. Then everything is read that a worker, a paper, a log or the main database shows.",
        {
            "orders": "marked orders that the house took",
            "own_labels": "of them, those whose shop sent a marked label of its own carrier",
            "places_read": "pages, papers, bar codes, log lines, files and cells of the database that were read",
            "hits": "places where a marked word stood and must not",
            "read": "places read, by kind",
            "where": "the first hits",
            "packed": "orders that were packed, or ended for want of stock",
            "not_packed": "orders that were still under way when the time was over",
            "control_hits": "personal fields that the same search found at the dispatch desk, where they belong",
            "bar_codes_unread": "1 if no bar code at all was decoded, so that the search says nothing about bars",
            "excluded": "places where the words belong",
        },
        zeros=("hits", "not_packed", "bar_codes_unread"),
    ),
    "labels": Bench(
        labels.run,
        "1,000 carrier labels (--count) of 100 x 150 mm, each with its own SSCC, QR code and seventeen lines, as one "
        "PDF with embedded fonts and as ZPL, in turns with python-barcode and WeasyPrint used as their pages show; "
        "processor seconds of one process, the best of five rounds of each. 100 of the labels, at both resolutions, "
        "are turned into black and white dots by pdfium and read by zxing-cpp. No house, no database.",
        {
            "pdf_labels_per_cpu_second": "labels of one document in a processor second, checks and digest included",
            "ratio_to_docs_way": "that, divided by the same for python-barcode and qrcode as PNG, placed by ReportLab",
            "ratio_to_weasyprint": "that, divided by the same for WeasyPrint, an HTML document a label; null if absent",
            "zpl_labels_per_cpu_second": "the same labels as ZPL II with a stored format",
            "bytes_per_label": "size of the PDF divided by its labels, fonts included",
            "peak_kb_per_label": "memory at the peak of one document of 1,000 labels over a warm process, a label",
            "decoded": "codes that were read as exactly what was asked",
            "encoded": "codes printed for that",
            "zpl_bytes_per_label": "size of the ZPL divided by its labels",
            "zpl_bytes_of_one_label": "size of the ZPL of a label by itself",
            "single_pdf_p95_cpu_ms": "95 of 100 single PDF labels cost less, everything warm",
            "single_zpl_p95_cpu_ms": "95 of 100 single ZPL labels cost less, everything warm",
            "job_labels": "labels of one job, made in documents of 1,000",
            "job_peak_mb": "memory at the peak of that job over a warm process",
            "docs_labels_per_cpu_second": "python-barcode and qrcode as their pages show",
            "weasyprint_labels_per_cpu_second": "WeasyPrint, one HTML document a label, pages put together",
            "note": "what could not be measured here, and why",
            "labels": "labels in one document",
            "machine": "processor and Python",
        },
    ),
    "codes": Bench(
        codes.run,
        "10,000 random values (--count) of each symbology and every value at the edge of one are encoded, printed as "
        "PDF with whole-dot modules, quiet zones and the lowest bars allowed, turned into black and white dots by "
        "pdfium, compared with the modules dot by dot, and read by zxing-cpp with every symbology switched on. No "
        "house, no database.",
        {
            "symbologies": "symbologies printed and read, of the 10 we have",
            "payloads": "values printed",
            "wrong": "values refused, drawn with another dot, or not read as exactly this one value and nothing else",
            "dpi": "the resolutions at which each value was drawn",
            "reads": "pictures read",
            "edges": "how many of the values stand at the edge: every character alone, shortest, longest, each FNC1",
            "by_symbology": "values printed, by symbology",
            "unfinished": "1 if --seconds ended it before every value was read",
            "cpu_seconds": "processor time of encoding, drawing and reading",
            "examples": "the first values that were not read as asked",
        },
        zeros=("wrong", "unfinished"),
    ),
    "routing": Bench(
        routing.run,
        "2,400 published orders (--count fewer, spread over all) with proven optima (--data, else ../shared/data), in "
        "one block and in two, routed by every method; a referee of its own walks every route. Processor time of one "
        "call, tables warm. No house, no database.",
        {
            "single_block": "one block: files, optimal, optimal_share; p50_ms, p99_ms of the exact route, length_... "
            "of its length alone; mean_gap and max_gap to the optimum by method, 0.1 being 10 % longer",
            "two_block": "the same with a cross-aisle in the middle",
            "instances": "orders routed, each in one block and in two",
            "not_optimal": "exact routes that are not as long as the proven optimum",
            "faults": "routes that are no walk past all stops and back, or not as long as they say",
            "by_class": "the same figures for each class: m aisles, C cells, a picks",
            "unfinished": "1 if --seconds ended it before every order was routed",
            "skipped": "why nothing was measured, where the instances are not there",
            "examples": "the first faults",
        },
        zeros=("not_optimal", "faults", "unfinished"),
    ),
    "batching": Bench(
        batching.run,
        "Published waves with best-known values (--data, else ../shared/data; --set, --files, --limit, 6 of each set), "
        "planned in a moment and in 10 s of one processor (--seconds 60: in 60 s too; less than 10: only that) with "
        "--seeds seeds by --clients processes, measured by a referee. --report FILE writes plots, --table FILE keeps "
        "figures as they come and goes on where it stopped. All: --limit 600 --table FILE. No house, no database.",
        {
            "muter": "files, seeds; mean_gap_.. and max_gap_.. to the best known after so many seconds, 0.01 being 1 % "
            "longer; instant_mean_gap, instant_max_seconds; ratio_to_fcfs_sshape: arrival order with S-shape, divided "
            "by ours; max_overrun_seconds; better_than_best_known: plans",
            "henn": "the same of the other set",
            "clock": "what the seconds are: of the processor, so that other work does not count",
            "faults": "orders lost or carried twice, carts too full, lengths that are not so, less than a proven value",
            "resumed": "files whose figures --table had from before",
            "by_file": "the gaps of each file, and the moves of its last plan",
            "skipped": "why nothing was measured, where the instances are not there",
            "examples": "the first faults",
        },
        zeros=("faults",),
    ),
    "waves": Bench(
        waves.run,
        "A wave of 5,000 orders (--count) made by each of --seeds seeds, 1 to 6 lines, few bins often, planned in a "
        "moment (--mode good: 10 s), each in a process of its own; then 1,000 to 20,000 orders (--limit) in a moment "
        "for the growth. --report FILE writes plots. No house, no database.",
        {
            "orders": "orders of the wave",
            "mode": "how long one was to think",
            "seconds": "processor time of the plan, the slowest seed",
            "peak_mb": "the most memory of that process",
            "metres": "all walks together, the mean of the seeds",
            "ratio_to_fcfs_sshape": "arrival order with S-shape, divided by ours, the mean of the seeds",
            "least_ratio": "the same of the seed where it is least",
            "growth_exponent": "the slope of seconds over orders, both logarithmic; 1 is linear",
            "clock": "what the seconds are: of the processor, so that other work does not count",
            "faults": "orders lost or carried twice, carts too full, lengths that are not so",
            "by_size": "the same figures for each size",
        },
        zeros=("faults",),
    ),
    "cartons": Bench(
        cartons.run,
        "600 cases (--count) of 1 to 12 pieces, ten cartons: cut from a full carton, so that it takes them; the same, "
        "pieces taken out until half is air; up to four random ones where a referee tries every order, turn and "
        "corner; and, told apart, cut and then made smaller. All packings are checked. No house, no database.",
        {
            "cases": "cases with a known smallest carton, those with air left out",
            "smallest_found_share": "of these, how many were packed into a carton no larger than the known one",
            "p50_ms": "half of all questions were answered faster, in processor time",
            "p99_ms": "99 of 100 questions were answered faster",
            "max_ms": "the slowest answer",
            "checker_failures": "faults of packings: overlap, standing out, a base not carried, weight, turn, load",
            "by_kind": "cases and share for each kind: cut from a full carton, half air, where all was tried",
            "with_air_cases": "cases cut from a full carton, each side of each piece then up to 8 % shorter",
            "with_air_share": "of these, how many were packed into that carton; a smaller one may not exist",
            "smaller_than_known": "cases packed into a smaller carton than the known one",
            "given_up": "random cases left out because trying everything took too long",
            "examples": "the first faults",
        },
        zeros=("checker_failures",),
    ),
}
EVERY: Final[dict[str, str]] = {
    "bench": "the name of the measurement",
    "database": "sqlite or postgresql",
    "seed": "what drew orders and delays; the same seed asks for the same",
    "seconds_in_all": "from the first step to the last, founding of the house included",
    "good": "whether everything that must be zero is zero; times are for people to judge",
}
