"""Three deals that differ in everything: each reads as its own, on every page, in every file and in every role.

What another deal is called, who its Parties are, its words and its articles stand nowhere in it.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import resolve, reverse
from python_calamine import CalamineWorkbook
from ruamel.yaml import YAML

from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import READERS, Role
from regiodeal.deals.words import WORDS
from regiodeal.notices.reminders import remind
from reporting.content.frozen_report import FrozenReport
from reporting.snapshot.take import take_snapshot
from reporting.word.letter import LetterWords, cover_letter
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.deals.lived_in import Everyone, everyone, live_in, publish
from tests.plugins.deal import Enter, at, load_deal_file
from tests.reporting.api.clients import Reading, token_for
from tests.reporting.example_reports import build
from tests.reporting.example_reports import words as pdf_words

FILES = {
    "den-haag-zuidwest-ii": "fixtures/den-haag-zuidwest-ii.yaml",
    "veenland": "tests/deals/veenland.yaml",
    "oevers": "tests/deals/oevers.yaml",
}
TELLING = ("parties", "pillars", "organisations", "neighbourhoods")  # the lists whose names are of one deal
MONTH = r"(?: (?:januari|februari|maart|april|mei|ju[nl]i|augustus|\w+ber) 20)"
LAW = r"(?:[^.;)]{0,60}\b(?:AVG|Woo|\w*[Ww]et)\b)"
OF_A_LAW = re.compile(r"\b\w*wet\b[^.;]*$")  # Participatiewet, artikel 10b
QUOTED = re.compile(rf"\b[Aa]rt(?:ikel|\.)\s([1-9]\d*)(?!\d)(?!{MONTH})(?!{LAW})")
NO_ARTICLE = re.compile(r"\b[Aa]rt\.\s?[),;:.]|\([Aa]rt(?:\.|ikel)\s*(?!\s|\d)")  # "(art. )", "art.,"
# One chooses a theme by its name; the form of a deal file and the handbook explain what every deal has: one for all.
ONE_FOR_ALL = re.compile(r"/over/(?:huisstijl|werkboek)/$|/hulp/(?:[a-z-]+/)?$")
FEWEST = 25  # pages that every role can reach
OF_A_KIND = 2  # pages that one view makes are alike: so many of each
LETTER = LetterWords(sender="Het bureau", place="Hier", on=date(2026, 7, 10), reference="1", signed_by="A.")
LEAVES = re.compile(r"/(?:uitloggen|logout)|\?(?:.*&)?op=|\.(?:js|css|svg|png|ico)$")


@cache
def told(slug: str) -> FileRow:
    """What the file of a deal holds."""
    held: FileRow = YAML(typ="safe").load((Path(settings.BASE_DIR) / FILES[slug]).read_text(encoding="utf-8"))
    return held


def names_of(slug: str) -> set[str]:
    """The names and words that are of this deal alone."""
    data = told(slug)
    own = data["deal"]
    found = {own["name"], own["short_name"], own["region_name"]}
    found |= {row["name"] for key in TELLING for row in data.get(key, [])}
    found |= {text for word in own["own_words"].values() for text in (word["singular"], word["plural"])}
    return found


@cache
def numbers_of(slug: str) -> set[str]:
    """The numbers of the articles that the file of a deal names anywhere."""
    return set(re.findall(r"\d+", " ".join(_articles(told(slug)))))


def _articles(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "article" and isinstance(value, str):
                yield value
            elif key == "articles" and isinstance(value, dict):
                yield from value.values()
            else:
                yield from _articles(value)
    elif isinstance(part, list):
        for each in part:
            yield from _articles(each)


@cache
def foreign_to(slug: str) -> re.Pattern[str]:
    """What may stand nowhere in this deal: names of the others, and the plain words for which it has its own."""
    own = told(slug)["deal"]["own_words"]
    plain = {text for name, word in WORDS.items() if name in own for text in (word.singular, word.plural)}
    others = set().union(*(names_of(other) for other in FILES if other != slug)) | plain
    mine = (Path(settings.BASE_DIR) / FILES[slug]).read_text(encoding="utf-8")
    foreign = [name for name in others if not _whole(name).search(mine)]
    foreign.sort(key=len, reverse=True)
    return _whole(*foreign)


def _whole(*names: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w-])", re.IGNORECASE)


def _text_of_word(content: bytes) -> str:
    """All text of a Word document, that of its tables, head and foot too."""
    with ZipFile(BytesIO(content)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if re.match(r"word/\w+\.xml$", name)]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</w:r>\s*<w:r[ >]", "", text))) for text in texts)


def crawl(client: Client, start: str) -> Iterator[tuple[str, str]]:
    """Every page and file that links within the deal lead to from the first, and what it says; of each kind a few."""
    waiting, known, kinds = [start], {start}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        response = client.get(path)
        assert response.status_code in {200, 302}, (path, response.status_code)
        if response.status_code == 302:
            continue
        content = response.getvalue()
        yield path, _text_of(content, response.get("Content-Type", ""))
        if "text/html" not in response.get("Content-Type", ""):
            continue
        for link in re.findall(r'href="([^"#]+)', content.decode()):
            found = urljoin(path, html.unescape(link))
            plain = urlsplit(found).path
            if found.startswith(start) and not LEAVES.search(found) and plain not in known:
                known.add(plain)
                kind = str(resolve(plain).view_name)
                kinds[kind] += 1
                if kinds[kind] <= OF_A_KIND:
                    waiting.append(found)


def _text_of(content: bytes, kind: str) -> str:
    """What people read in it: the words of a page, the cells of a workbook, the text of any other file."""
    if "text/html" in kind:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())
    if "spreadsheetml" in kind:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        return " ".join([*book.sheet_names, *(str(cell) for row in rows for cell in row)])
    return content.decode("utf-8", "replace") if kind.startswith(("text/", "application/json")) else ""


@pytest.fixture(params=FILES)
def lived_in(request: pytest.FixtureRequest, deal: Deal) -> tuple[Deal, Everyone]:
    """Each of the three, in which people have worked, with all three in the portal."""
    loaded = {"den-haag-zuidwest-ii": deal}
    loaded |= {
        slug: load_deal_file(Path(settings.BASE_DIR) / path) for slug, path in FILES.items() if slug not in loaded
    }
    chosen = loaded[request.param]
    people = everyone(chosen)
    live_in(chosen, people)
    return chosen, people


def foreign_in(deal: Deal, texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each place in the texts, by where it stands, that speaks of another deal or quotes no article of this."""
    foreign, numbers = foreign_to(deal.slug), numbers_of(deal.slug)
    found: dict[str, str] = {}
    for path, text in texts:
        hits = [] if ONE_FOR_ALL.search(path) else foreign.finditer(text)
        found |= {text[max(0, hit.start() - 30) : hit.end() + 20]: path for hit in hits}
        quoted = [hit for hit in QUOTED.finditer(text) if not OF_A_LAW.search(text[: hit.start()][-40:])]
        found |= {text[max(0, hit.start() - 40) : hit.end() + 30]: path for hit in quoted if hit[1] not in numbers}
        found |= {text[max(0, hit.start() - 30) : hit.end() + 9]: path for hit in NO_ARTICLE.finditer(text)}
    return found


def test_each_deal_reads_as_its_own_on_all_pages_in_every_role(lived_in: tuple[Deal, Everyone], enter: Enter) -> None:
    """Also: Any deal, by a stranger 8, an empty '(art. )' where the row of a deal names no article."""
    deal, people = lived_in
    for role, user in people.items():
        start = f"/deals/{deal.slug}/"
        texts = list(crawl(enter(user), start if role in READERS else f"{start}mijn-projecten/"))
        assert len(texts) > FEWEST or role not in READERS, role
        assert foreign_in(deal, texts) == {}, role


def test_each_deal_reads_as_its_own_in_the_report(lived_in: tuple[Deal, Everyone]) -> None:
    deal, _people = lived_in
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=date(2026, 6, 14))
    report = FrozenReport(snapshot)
    texts = {
        "pdf": pdf_words(build(snapshot)),
        "word": _text_of_word(word_report(report)),
        "letter": _text_of_word(cover_letter(report, LETTER)),
        "workbook": _text_of(report_workbook(report), "spreadsheetml"),
    }
    assert foreign_in(deal, texts.items()) == {}


@pytest.mark.usefixtures("own_files")
def test_each_deal_reads_as_its_own_to_everybody(lived_in: tuple[Deal, Everyone]) -> None:
    deal, people = lived_in
    publish(deal, by=people[Role.BUREAU])
    start = reverse("public-deal", args=[deal.slug])
    texts = list(crawl(Client(), start))
    assert len(texts) > 2
    assert foreign_in(deal, texts) == {}


def test_each_deal_reads_as_its_own_in_mails(lived_in: tuple[Deal, Everyone], mailoutbox: list[EmailMessage]) -> None:
    deal, _people = lived_in
    for day in ("2026-05-20", "2027-01-20", "2027-03-10"):
        remind(at=at(day, 9))
    own = [mail for mail in mailoutbox if mail.to[0].startswith(deal.slug)]
    assert own
    assert foreign_in(deal, [("mail", f"{mail.subject} {mail.body}") for mail in own]) == {}


def test_each_deal_reads_as_its_own_to_programs(lived_in: tuple[Deal, Everyone]) -> None:
    deal, people = lived_in
    api = Reading(token_for([deal], people[Role.ADMINISTRATOR]))
    parts = ("", "/parties", "/measures", "/results", "/targets", "/measurements", "/budget-lines", "/caps")
    answers = [(part, api.get(f"/deals/{deal.slug}{part}")) for part in (*parts, "/expenditures", "/changes")]
    assert [part for part, answer in answers if answer.status_code != 200] == []
    assert foreign_in(deal, [(part, answer.content.decode()) for part, answer in answers]) == {}
