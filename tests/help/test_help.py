"""The help in the portal: the handbook of the page one is on, the words of the trade, and a welcome."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from regiodeal.base.question import Question, words_of
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import READERS, Role
from regiodeal.deals.words import speaking
from regiodeal.help.glossary import all_terms, terms_about
from regiodeal.help.handbook import chapters_about, parts
from regiodeal.help.views import SHORTCUTS
from regiodeal.pages.deal_page import HELP, HELP_OF_READERS, DealPage
from tests.pages import BASE, words, words_at
from tests.plugins.deal import Enter
from tests.portal import ROOT


def titles(text: str) -> list[str]:
    """The titles of the chapters that are found, best first."""
    return [chapter.title for chapter in chapters_about(Question(tuple(words_of(text))))]


def pages() -> set[type[DealPage]]:
    """Every page of a deal that has an address."""
    found: set[type[DealPage]] = set()
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        elif isinstance(view := getattr(pattern.callback, "view_class", None), type) and issubclass(view, DealPage):
            found.add(view)
    return found


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("hoe vul ik een cijfer in", "Een cijfer invullen"),
        ("goedkeuren", "Beoordelen"),
        ("werkblad", "Veel cijfers tegelijk, in een werkblad"),
        ("begroot een bestedng", "Een besteding invoeren"),
    ],
)
def test_a_question_finds_its_chapter(asked: str, answered: str) -> None:
    """Finding 21 of entry-and-review: "hoe vul ik een cijfer in" found nothing."""
    assert answered in titles(asked)[:6]


def test_nonsense_finds_no_chapter() -> None:
    assert titles("zeppelinlandingsbaan") == titles("") == titles("de het een") == []


def test_every_page_of_the_handbook_is_shown_and_safe(deal: Deal, overleg: User, enter: Enter) -> None:
    """Finding 21: the handbook was a file in git."""
    client = enter(overleg)
    assert {path.stem for path in (ROOT / "docs" / "handbook").glob("*.md")} == {part.slug for part in parts()}
    for part in parts():
        response = client.get(f"{BASE}hulp/{part.slug}/")
        assert response.status_code == 200
        page = response.content.decode()
        assert all(f'<h2 id="{chapter.anchor}">' in page for chapter in part.chapters)
        assert not re.search(r"<script(?![^>]+(src|type=.application))|javascript:|\.md\b.\"", page)
    assert client.get(f"{BASE}hulp/niets/").status_code == 404


def test_each_link_from_a_chapter_leads_to_a_chapter() -> None:
    known = {f"../{part.slug}/" for part in parts()}
    known |= {f"../{chapter.part}/#{chapter.anchor}" for part in parts() for chapter in part.chapters}
    for part in parts():
        below = {f"#{anchor}" for chapter in part.chapters for anchor in re.findall(r'<h3 id="([^"]+)"', chapter.html)}
        below |= {f"#{chapter.anchor}" for chapter in part.chapters}
        known |= {f"../{part.slug}/{anchor}" for anchor in below}
    for part in parts():
        own = {address.removeprefix(f"../{part.slug}/") for address in known}
        for chapter in part.chapters:
            for address in re.findall(r'href="([^"]+)"', chapter.html):
                assert address in known | own or re.match(r"https?://|mailto:", address), (chapter.title, address)


def test_each_page_knows_a_chapter_that_exists(overleg: User, bureau: User, enter: Enter) -> None:
    """Issue 17: the handbook with the page one is on."""
    known = {f"{chapter.part}#{chapter.anchor}" for part in parts() for chapter in part.chapters}
    assert {*HELP.values(), *HELP_OF_READERS.values()} <= known
    assert {page.help_chapter for page in pages()} - {""} <= known
    for user, chapter in ((bureau, "bureau/#een-cijfer-invullen"), (overleg, "lezen/#hoe-staat-de-deal-ervoor")):
        page = enter(user).get(BASE + "maatregelen/").content.decode()
        assert re.search(rf'href="[^"]*/hulp/{chapter}"\s+data-help', page)


def test_the_words_and_the_keys_are_listed_in_the_words_of_the_deal(
    veenland: Deal, deal: Deal, overleg: User, enter: Enter
) -> None:
    page = words_at(enter(overleg), "hulp/")
    for text in ("Norm", "Lezing", "SiSa", "N van N", "Sneltoetsen", "Gebruik /, ? en losse letters als sneltoets"):
        assert text in page
    told = []
    for each in (deal, veenland):
        with speaking(each.words):
            told.append([term.word for term in all_terms()])
    assert told[0] != told[1]


def test_every_term_that_a_template_names_is_explained() -> None:
    named = {
        key
        for path in (ROOT / "templates").rglob("*.html")
        for key in re.findall(r'{% term "([^"]+)"', path.read_text())
    }
    assert {"norm", "lezing", "stand", "dekking", "sisa"} <= named
    assert named <= {term.key for term in all_terms()}


def test_a_term_is_a_button_with_what_it_means_and_an_id_of_its_own() -> None:
    """Finding 21: norm, lezing, stand and so on were explained nowhere."""
    page = Template('{% term "norm" %} {% term "norm" "Normen" %}').render(Context({"request": HttpRequest()}))
    assert re.findall(r'popovertarget="([^"]+)"', page) == ["term-norm-1", "term-norm-2"]
    assert re.findall(r'id="([^"]+)"', page) == ["term-norm-1", "term-norm-2"]
    assert "hoeveel, en wanneer" in page


def first_page(client: Client) -> str:
    """The text of the overview."""
    return words(client.get(BASE))


def test_who_is_new_is_welcomed_once_with_the_first_thing_to_do(deal: Deal, bureau: User, enter: Enter) -> None:
    """Finding 21: none of eight logins saw a welcome."""
    client = enter(bureau)
    assert "Welkom" in first_page(client)
    assert "Naar mijn werk" in first_page(client)
    assert client.post(BASE + "hulp/welkom/", {"role": "reviewer"}).status_code == 302  # no role of theirs
    assert "Welkom" in first_page(client)
    assert client.post(BASE + "hulp/welkom/", {"role": "bureau"}).status_code == 302
    assert "Welkom" not in first_page(client)
    Membership.objects.create(user=bureau, deal=deal, role=Role.ADMINISTRATOR)
    assert "Naar de mensen" in first_page(client)


def test_every_reader_has_a_welcome_whose_page_it_may_see(deal: Deal, enter: Enter) -> None:
    for role in sorted(READERS):
        user = User.objects.create_user(f"{role}@example.nl", role)
        party = Party.objects.filter(deal=deal).first() if role == Role.PARTY else None
        Membership.objects.create(user=user, deal=deal, role=role, party=party)
        client = enter(user)
        page = client.get(BASE).content.decode()
        welcome = page[page.index('id="welcome-title"') :]
        found = re.search(r'<a class="denhaag-button" href="([^"]+)"', welcome)
        assert found
        assert client.get(found[1]).status_code == 200, role


def test_the_script_of_the_keys_names_what_the_page_promises() -> None:
    script = Path(ROOT / "static" / "js" / "shortcuts.js").read_text()
    promised = [keys[0] for _where, group in SHORTCUTS[:2] for keys, _what in group if keys != "Esc"]
    assert promised == ["/", "?", "j", "k", "g"]
    for key in promised:
        assert f'"{key}"' in script or f", {key}: " in script, key


def test_what_is_found_shows_the_word_where_it_stands_and_the_meaning_of_a_word_of_the_trade(
    deal: Deal, overleg: User, enter: Enter
) -> None:
    """Stranger of issue 17: "lezing" found four chapters by their first words, and not the list that explains it."""
    client = enter(overleg)
    page = client.get(f"{BASE}hulp/?q=lezing").content.decode()
    assert page.index("Wat het woord betekent") < page.index("Gevonden in het handboek")
    assert "Die keuze heet een lezing" in page[: page.index("Gevonden in het handboek")]
    found = client.get(f"{BASE}hulp/?q=ongedaan").content.decode()
    assert "<mark>Ongedaan</mark>" in found
    assert "Wat het woord betekent" not in found
    assert [term.word for term in terms_about(Question(tuple(words_of("presentatie prognse"))))] == ["prognose"]
    assert 'role="search"' in client.get(f"{BASE}hulp/bureau/").content.decode().partition("<h1")[2]


def test_a_handbook_of_who_enters_and_reads_speaks_of_no_command() -> None:
    """Only who runs the portal, or begins a deal by hand, types commands."""
    for part in parts():
        if part.slug not in {"beheer", "een-deal-beginnen"}:
            text = part.intro + "".join(chapter.text for chapter in part.chapters)
            assert not re.search(r"make run|manage\.py|docker|sqlite", text, re.IGNORECASE), part.slug
