"""Components of the pages: some follow from their arguments alone, some stand around a piece of a page."""

import re
from functools import lru_cache
from typing import TypedDict, Unpack

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

ALERT_KINDS = frozenset({"info", "success", "warning", "error"})
MOST = 8192  # the components that are remembered, each of two kilobytes at most

register = template.Library()


@register.simple_tag
def pure(component: str, **arguments: object) -> SafeString:
    """The component of that name, drawn from these arguments, which are hashable, and nothing else.

    Unlike `include ... only` it may show nothing of the request: no token of a form, no one who asks, no day.
    """
    return drawn(component, **arguments)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words, hidden from screen readers: a symbol in static/icons.svg."""
    return drawn("components/icon.html", name=name)


@lru_cache(MOST, typed=True)  # a text that is safe already is not the same as one that is not
def drawn(component: str, /, **arguments: object) -> SafeString:
    """The component as text, remembered by each process."""
    return render_to_string(component, arguments)


@register.simple_block_tag
def table(  # noqa: PLR0913 - the arguments of a tag have no other place to stand
    content: SafeString,
    *,
    titled_by: str = "",
    number: object = "",
    label: str = "",
    stack: bool = True,
    sortable: bool = False,
    classes: str = "",
) -> SafeString:
    """A table in a region that scrolls, named by the id of its heading (`titled_by`) or by a `label` of its own.

    The `number` of a table among its likes ends the id: goal-3. `stack` lays the rows out below each other on a small
    screen; `sortable` lets a reader sort the rows.
    """
    if bool(titled_by) == bool(label):
        raise template.TemplateSyntaxError("'table' takes one of the two: titled_by or label")
    return render_to_string(
        "components/table.html",
        {
            "content": content,
            "titled_by": f"{titled_by}-{number}" if number else titled_by,
            "label": label,
            "stack": stack,
            "sortable": sortable,
            "classes": classes,
        },
    )


@register.simple_block_tag
def facts(content: SafeString, *, classes: str = "") -> SafeString:
    """A list of facts: one `fact` each."""
    return format_html('<dl class="{}">{}</dl>', f"facts {classes}".strip(), content)


@register.simple_block_tag
def fact(content: SafeString, name: str, *, classes: str = "") -> SafeString:
    """One fact in a list of facts: its name and what it is."""
    if not name:
        raise template.TemplateSyntaxError("'fact' takes a name that is not empty")
    about = format_html(' class="{}"', classes) if classes else ""
    return format_html("<dt>{}</dt><dd{}>{}</dd>", name, about, SafeString(content.strip()))


class KeptFormOptions(TypedDict, total=False):
    """What a form that keeps half-typed work can be told: where it goes, its looks, its name, and that it sends files.

    It is named by the id of its heading (`titled_by`), by a `label` of its own, or by what stands around it. Files are
    not kept: who comes back chooses them again.
    """

    action: str
    classes: str
    titled_by: str
    label: str
    has_files: bool


@register.simple_block_tag(takes_context=True)
def kept_form(context: Context, content: SafeString, *key: object, **more: Unpack[KeptFormOptions]) -> SafeString:
    """A form that keeps half-typed work under its key, of one or more words; the page has `deal` in its context."""
    words = [str(word) for word in key]
    if not words or not all(words):
        raise template.TemplateSyntaxError("'kept_form' takes a key of which no word is empty")
    if unknown := more.keys() - KeptFormOptions.__annotations__.keys():
        raise template.TemplateSyntaxError(f"'kept_form' takes no {', '.join(sorted(unknown))}")
    if more.get("titled_by") and more.get("label"):
        raise template.TemplateSyntaxError("'kept_form' takes at most one of the two: titled_by or label")
    return render_to_string(
        "components/kept_form.html",
        {
            "content": content,
            "key": " ".join(words),
            "deal": context["deal"],
            "csrf_token": context.get("csrf_token"),
            **more,
        },
    )


@register.simple_block_tag
def alert(content: SafeString, kind: str, *, title: str = "", url: str = "", link: str = "") -> SafeString:
    """A notice in the page: a paragraph, with a title and a way on (`url` and the words of its `link`) if need be."""
    if kind not in ALERT_KINDS:
        raise template.TemplateSyntaxError(f"'alert' takes one of the kinds {sorted(ALERT_KINDS)}, not {kind!r}")
    return _with_a_way_on("alert", content, kind=kind, title=title, url=url, link=link)


@register.simple_block_tag
def empty_list(content: SafeString, title: str, *, url: str = "", link: str = "") -> SafeString:
    """An empty page or list: what is not there yet, what belongs there, and how to begin if need be."""
    if not title:
        raise template.TemplateSyntaxError("'empty_list' takes a title that is not empty")
    return _with_a_way_on("empty", content, title=title, url=url, link=link)


def _with_a_way_on(component: str, content: SafeString, **arguments: str) -> SafeString:
    """The component around one paragraph, of which the line breaks in the template are spaces in the page."""
    if arguments["url"] and not arguments["link"]:
        raise template.TemplateSyntaxError("a url takes the words of its link")
    text = SafeString(re.sub(r"[ \n]+", " ", content).strip(" "))
    return render_to_string(f"components/{component}.html", {"text": text, **arguments})
