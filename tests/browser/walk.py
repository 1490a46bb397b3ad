"""Walking over the pages of a deal in a narrow window."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from playwright.sync_api import Page

OF_A_KIND = 4  # pages of one kind, such as a result: those whose links have the longest words
NO_PAGE = re.compile(r"download|bestand/|[.](pdf|csv|xlsx|zip|ics|json|docx|ods)|uitloggen|/api/")
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => [a.href, a.textContent.trim()])"
WIDE = """() => {
  const width = document.documentElement.scrollWidth;
  if (width <= innerWidth) return "";
  const parts = [...document.querySelectorAll("body *")].filter((part) =>
    part.getBoundingClientRect().right > innerWidth + 1 && !part.closest(".denhaag-table__container"));
  return `${width} px: ${parts.slice(0, 3).map((part) => part.tagName + "." + part.className).join(", ")}`;
}"""


def too_wide(page: Page, start: str, *, at_most: int) -> tuple[dict[str, str], int]:
    """Walk from page to page at 320 px (WCAG 1.4.10); those that scroll sideways, and how many pages were seen.

    The walk is bounded by `OF_A_KIND` and `at_most`; it goes first to kinds it has not seen, then to long words.
    """
    page.set_viewport_size({"width": 320, "height": 700})
    waiting, seen, kinds, wide, count = {start: 0}, {start}, defaultdict[str, int](int), dict[str, str](), 0
    while waiting and count < at_most:
        path = max(waiting, key=lambda each: (kinds[kind_of(each)] == 0, waiting[each]))
        del waiting[path]
        if kinds[kind_of(path)] >= OF_A_KIND:
            continue
        kinds[kind_of(path)] += 1
        answer = page.goto(path)
        if answer is None or answer.status != 200 or "html" not in answer.headers.get("content-type", ""):
            continue
        count += 1
        if found := page.evaluate(WIDE):
            wide[path] = found
        for address, text in page.evaluate(LINKS):
            parts = urlsplit(address)
            is_ours = parts.netloc == urlsplit(page.url).netloc and parts.path.startswith(start)
            if is_ours and parts.path not in seen and not NO_PAGE.search(parts.path):
                seen.add(parts.path)
                waiting[parts.path] = max(map(len, text.split()), default=0)
    return wide, count


def kind_of(path: str) -> str:
    """The address with its numbers and codes taken out: `/resultaten/1.1.1.g/` as `/resultaten/#/`."""
    return re.sub(r"/[0-9][^/]*", "/#", path)
