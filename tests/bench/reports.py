"""The files of a large report, against WeasyPrint's own time for the same page: 43 results in 20 measures, 5 years of
measurements and 40 lessons. And a text of a megabyte, in a process of its own.
"""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from reporting.content.frozen_report import FrozenReport
from reporting.differences.compare import differences
from reporting.open_data.figures_csv import figures_csv
from reporting.pdf.document import finish_pdf, render_html, render_pdf
from reporting.reports.build import build_files
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.bench.measuring import Case
from tests.reporting.example_reports import Row

YEARS = range(2023, 2028)
LESSONS = 40
MEGABYTE = 1_000_000
MOST_MEMORY = 400  # megabytes
MOST_FOR_A_MEGABYTE = 600  # a text of 350 pages is no report of people; it may take more, and must come out
ALONE = """
import json, os, pathlib, sys
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
django.setup()
from reporting.reports.build import build_files
build_files(json.load(sys.stdin))
peak = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(peak) // 1024)
"""  # not ru_maxrss, which begins with what the process that started it had
LAYOUT = "WeasyPrint alone, for the page of a large report"


def report_cases(take: Callable[[], Row]) -> Iterator[Case]:
    """Give the parts of making a large report; `take` takes the snapshot of the example."""
    snapshot = take()
    large = large_snapshot(snapshot)
    report = FrozenReport(large)
    page = render_html(report)
    raw = render_pdf(page, report)
    yield Case(LAYOUT, lambda: render_pdf(page, FrozenReport(large)), rounds=3)
    yield Case("its data, charts, tags and metadata (0.15 at most)", lambda: around(take, raw, large), 3, LAYOUT)
    yield Case("all its files", lambda: build_files(large), 3, LAYOUT)
    yield Case("a large report as Word", lambda: word_report(FrozenReport(large)), 3, LAYOUT)
    yield Case("a large report as workbook", lambda: report_workbook(FrozenReport(large)), 3, LAYOUT)
    yield Case("its figures as CSV", lambda: figures_csv(large), 3, LAYOUT)
    yield Case("differences of two large reports", lambda: differences(snapshot, large), 3, LAYOUT)
    yield Case(f"a large report, under {MOST_MEMORY} MB", in_little_memory(large, MOST_MEMORY), 1, LAYOUT)
    text = copy.deepcopy(snapshot)
    measure = next(m for p in text["pillars"] for g in p["goals"] for m in g["measures"] if m["entry"])
    measure["entry"]["done"] = "woorden en regels " * (MEGABYTE // 18)
    name = f"with a text of a megabyte, under {MOST_FOR_A_MEGABYTE} MB"
    yield Case(name, in_little_memory(text, MOST_FOR_A_MEGABYTE), 1, LAYOUT)


def around(take: Callable[[], Row], raw: bytes, snapshot: Row) -> None:
    """All that is done before and after the layout: the data, the page, the drawings, the tags and the metadata."""
    take()
    report = FrozenReport(snapshot)
    render_html(report)
    for chart in report.charts.values():
        chart.svg  # noqa: B018, drawn when it is asked for
    finish_pdf(raw, report)


def large_snapshot(snapshot: Row) -> Row:
    """The snapshot with a measurement of every indicator and item in each year, and so many lessons."""
    large = copy.deepcopy(snapshot)
    places = {(row["indicator"], row["item"]): row for row in snapshot["sources"]}
    large["sources"] = [
        row | {"year": year, "measured_on": f"{year}-12-31", "value": f"{year - 2000}.00"}
        for row in places.values()
        for year in YEARS
    ]
    lessons = snapshot["lessons"]
    large["lessons"] = [
        lessons[number % len(lessons)] | {"title": f"Les {number + 1}", "why": "Omdat het werkt in de praktijk. " * 12}
        for number in range(LESSONS)
    ]
    measures = [m for p in large["pillars"] for g in p["goals"] for m in g["measures"]]
    results = large["results"]
    if (len(measures), len(results)) != (20, 43):
        raise RuntimeError(f"The example has {len(measures)} measures and {len(results)} results")
    return large


def in_little_memory(snapshot: Row, most: int) -> Callable[[], Any]:
    """Return work that makes the files in a process of its own, and fails when that took too much memory."""
    told = json.dumps(snapshot)

    def work() -> None:
        done = subprocess.run([sys.executable, "-c", ALONE], input=told, capture_output=True, check=True, text=True)
        megabytes = int(done.stdout.split()[-1])
        if megabytes > most:
            raise RuntimeError(f"It took {megabytes} MB")
        print(f"  peak memory: {megabytes} MB")

    return work
