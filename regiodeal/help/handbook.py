"""The handbook (docs/handbook) as pages: each file is a part, each heading of it a chapter that one can be sent to."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from regiodeal.base.excerpt import excerpt
from regiodeal.base.question import Question, fold, is_near, parts_of, stem

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
PARTS = ("bureau", "lezen", "projecten", "kaart", "geld", "regiokassier", "een-deal-beginnen", "beheer")
_TAGS = "p ul ol li strong em a code pre table thead tbody tr th td h2 h3 h4 blockquote br div section"
TAGS = set(_TAGS.split())


@dataclass(frozen=True)
class Chapter:
    """One heading with what stands under it: its anchor in the page, its text to search in, and that as HTML."""

    part: str
    anchor: str
    title: str
    text: str
    html: SafeString


@dataclass(frozen=True)
class Part:
    """One file of the handbook: for whom it is, and its chapters."""

    slug: str
    title: str
    intro: SafeString
    chapters: tuple[Chapter, ...]


@cache
def parts() -> tuple[Part, ...]:
    """The parts of the handbook, in their order; read once by each process."""
    return tuple(_read(slug) for slug in PARTS)


def part_of(slug: str) -> Part | None:
    """The part of that name; None for no such part."""
    return next((part for part in parts() if part.slug == slug), None)


def chapters_about(question: Question) -> list[Chapter]:
    """The chapters in which the words stand, most of them first; a word that stands in none is read a typo away.

    Half of the words is enough: people ask in whole sentences. Of as many words, one in a title weighs more.
    """
    wanted = {stem(part) for ways in question.wanted for way in ways[:1] for part in way}
    if not wanted:
        return []
    unknown = wanted - {word for part in parts() for chapter in part.chapters for word in _stems(chapter.text)}
    near = {
        stem(other)
        for part in parts()
        for chapter in part.chapters
        for other in parts_of(chapter.text)
        for doubt in question.doubtful
        if stem(doubt) in unknown and is_near(doubt, other)
    }
    return _best(wanted - unknown | near if near else wanted)


def passages_about(question: Question) -> list[tuple[Chapter, SafeString]]:
    """The same chapters, each with the piece of it in which the words stand."""
    return [(chapter, excerpt([chapter.text], question)) for chapter in chapters_about(question)]


def _best(wanted: set[str]) -> list[Chapter]:
    rated: list[tuple[int, int, int, Chapter]] = []
    for part in parts():
        for chapter in part.chapters:
            title, text = _stems(chapter.title), _stems(chapter.text)
            held = {word for word in wanted if word in text or word in title}
            if wanted and 2 * len(held) >= len(wanted):
                rated.append((-len(held), -len(held & title), len(rated), chapter))
    return [row[3] for row in sorted(rated, key=lambda row: row[:3])]


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(part) for part in parts_of(text))


def _read(slug: str) -> Part:
    text = (FOLDER / f"{slug}.md").read_text()
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, intro = head.removeprefix("# ").partition("\n")
    chapters = []
    for piece in rest:
        name, _, body = piece.partition("\n")
        html = _html(body)
        plain = " ".join(nh3.clean(html, tags=set()).split())
        chapters.append(Chapter(slug, anchor_of(name), name.strip(), f"{name.strip()}. {plain}", html))
    return Part(slug, title.strip(), _html(intro), tuple(chapters))


def anchor_of(title: str) -> str:
    """The anchor of a chapter: 'Als er iets gebeurt' as 'als-er-iets-gebeurt'."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(title)))


def _html(markdown: str) -> SafeString:
    """Markdown as HTML with nothing but text, lists, tables and links; HTML in it is shown as it was typed."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    linked = re.sub(r'href="([a-z-]+)\.md(#[a-z0-9-]+)?"', r'href="../\1/\2"', made)
    elsewhere = re.sub(r'<a href="\.\./\.\./?[^"]*">(.*?)</a>|<a href="\.\./[^"]*\.md[^"]*">(.*?)</a>', r"\1\2", linked)
    clean = nh3.clean(elsewhere, tags=TAGS, attributes={"a": {"href"}, "code": {"class"}}, link_rel="noopener")
    return mark_safe(_wide(clean))  # noqa: S308 (cleaned by nh3 on the line above; the rest is our own markup)


def _wide(html: str) -> str:
    """Tables in the region that scrolls, code that can be reached by the keyboard, and headings to be sent to."""
    region = '<div class="denhaag-table__container" role="group" aria-label="Tabel" tabindex="0">'
    html = re.sub(r"<h3>(.*?)</h3>", lambda found: f'<h3 id="{anchor_of(found[1])}">{found[1]}</h3>', html)
    html = html.replace("<table>", f'{region}<table class="denhaag-table">').replace("</table>", "</table></div>")
    return html.replace("<th>", '<th scope="col">').replace("<pre>", '<pre tabindex="0">')
