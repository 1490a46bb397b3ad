"""The columns of a list that stands in more than one table: a choice holds in all of them."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, expect

LIST = """<!doctype html><html lang="nl"><title>Lijst</title><main>
<div data-list-tools><details open hidden data-columns><summary>Kolommen kiezen</summary><fieldset></fieldset></details>
<a href="?als=csv" data-list-file>CSV</a></div>
<table><thead><tr><th>Naam</th><th data-column="stand">Stand</th></tr></thead>
<tbody><tr><td>Een</td><td>nu</td></tr></tbody></table>
<table><thead><tr><th data-column="stand">Stand</th><th data-column="plaats">Plaats</th></tr></thead>
<tbody><tr><td>straks</td><td>hier</td></tr></tbody></table>
<script type="module">%s</script></main></html>"""


def test_a_column_that_is_left_out_goes_from_every_table_and_from_the_file(browser: Browser) -> None:
    script = (Path(settings.BASE_DIR) / "static" / "js" / "columns.js").read_text()
    page = browser.new_page()
    page.route("http://lijst.test/", lambda route: route.fulfill(body=LIST % script, content_type="text/html"))
    page.goto("http://lijst.test/")
    assert page.get_by_role("checkbox").count() == 2  # each column once
    page.get_by_label("Stand").uncheck()
    expect(page.get_by_text("nu", exact=True)).to_be_hidden()
    expect(page.get_by_text("straks")).to_be_hidden()
    expect(page.get_by_text("hier")).to_be_visible()
    link = page.get_by_role("link", name="CSV")
    assert link.get_attribute("href") == "http://lijst.test/?als=csv&zonder=stand"
    page.get_by_label("Stand").check()
    assert link.get_attribute("href") == "http://lijst.test/?als=csv"
    page.close()
