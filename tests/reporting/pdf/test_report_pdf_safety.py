"""Text of people in the report: shown as typed, and never a reason to fetch anything."""

import html
import socket

import pytest
from weasyprint.urls import URLFetcher

from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import finish_pdf, render_html, render_pdf
from reporting.pdf.files import ReportFiles, report_files
from tests.reporting.example_reports import Row, build, with_story, words

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database


def was_called(listener: socket.socket) -> bool:
    """Whether somebody connected."""
    try:
        connection, _address = listener.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


def attacks(listener: socket.socket) -> list[str]:
    """What a text would say to make the report fetch a page or a file."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return [
        f'<img src="{address}/a.png">',
        f'<link rel="stylesheet" href="{address}/b.css">',
        f'<link rel="attachment" href="{address}/c">',
        f"<style>@import url({address}/d.css); p {{ background: url({address}/e.png) }}</style>",
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/f.png"/></svg>',
        '<img src="file:///etc/hostname">',
        "<base href='/etc/'>",
    ]


def test_a_hostile_text_fetches_nothing_and_is_shown_as_typed(bare_snapshot: Row, listener: socket.socket) -> None:
    hostile = with_story(bare_snapshot, done="\n".join(attacks(listener)))
    content = build(hostile)
    assert not was_called(listener)
    assert f'<img src="http://127.0.0.1:{listener.getsockname()[1]}/a.png">' in words(content)


def test_even_as_markup_it_fetches_nothing_and_the_report_comes_out(
    bare_snapshot: Row, listener: socket.socket
) -> None:
    page = f'<html lang="nl"><title>x</title><p>Hier</p>{"".join(attacks(listener))}'
    report = FrozenReport(bare_snapshot)
    content, pages = finish_pdf(render_pdf(page, report), report)
    assert not was_called(listener)
    assert pages == 1
    assert "Hier" in words(content)


def test_the_listener_would_have_noticed(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()):
        assert was_called(listener)


def test_text_is_shown_as_typed(bare_snapshot: Row) -> None:
    typed = {
        "done": "R&D <b>niet vet</b>  met twee spaties",
        "reason": "1 < 2 > 0 &amp; &lt;",
        "outlook": "aan \"het\" 'werk'",
        "learned": "{{ geheim }} {% now 'Y' %}",
    }
    page = render_html(FrozenReport(with_story(bare_snapshot, **typed)))
    told = words(build(with_story(bare_snapshot, **typed)))
    assert html.escape(typed["done"], quote=False) in page
    for text in typed.values():
        assert " ".join(text.split()) in told


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png",
        "https://example.org/",
        "file:///etc/passwd",
        "data:text/css,p{color:red}",
        "report:font/../../settings.py",
        "report:chart/status.svg?x",
        "REPORT:report.css",
        "ftp://127.0.0.1/a",
        "report.css",
    ],
)
def test_only_the_files_on_the_list_are_read(bare_snapshot: Row, address: str) -> None:
    with pytest.raises(ValueError, match="refused"):
        ReportFiles(report_files(FrozenReport(bare_snapshot))).fetch(address)


def test_every_file_on_the_list_can_be_read(bare_snapshot: Row) -> None:
    files = report_files(FrozenReport(bare_snapshot))
    fetcher: URLFetcher = ReportFiles(files)
    for address, (content_type, _read) in files.items():
        answer = fetcher.fetch(address)
        assert answer.content_type == content_type
        assert answer.read()
