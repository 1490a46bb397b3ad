"""The components around a piece of a page: what they draw, and which arguments they refuse."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test.html import parse_html
from django.urls import reverse


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def same(one: str, other: str) -> bool:
    """Whether both are the same to a browser."""
    return parse_html(one) == parse_html(other)


def test_a_table_stands_in_a_region_that_is_named_by_its_heading() -> None:
    assert same(
        drawn("{% table titled_by='rows-title' sortable=True %}<tbody></tbody>{% endtable %}"),
        '<div class="denhaag-table__container" role="group" aria-labelledby="rows-title" tabindex="0">'
        '<table class="denhaag-table table--stack" data-sortable><tbody></tbody></table></div>',
    )


def test_a_table_among_its_likes_has_a_number() -> None:
    assert 'aria-labelledby="goal-3"' in drawn("{% table titled_by='goal' number=3 %}{% endtable %}")


def test_a_table_has_words_of_its_own_where_it_has_no_heading() -> None:
    assert same(
        drawn("{% table label=name stack=False classes='wide' %}{{ name }}{% endtable %}", name="A & B"),
        '<div class="denhaag-table__container" role="region" aria-label="A &amp; B" tabindex="0">'
        '<table class="denhaag-table wide">A &amp; B</table></div>',
    )


def test_facts_are_names_with_what_they_are() -> None:
    source = "{% facts classes='small' %}{% fact 'Wie' classes='number' %}\n {{ who }}\n{% endfact %}{% endfacts %}"
    assert drawn(source, who="<b>") == ('<dl class="facts small"><dt>Wie</dt><dd class="number">&lt;b&gt;</dd></dl>')


def test_a_kept_form_says_under_which_key_and_where_it_is_kept() -> None:
    source = "{% kept_form 'meting' pk action='/x/' classes='measure' label='Nieuw' %}<p>a</p>{% endkept_form %}"
    assert same(
        drawn(source, pk=1234, deal=SimpleNamespace(slug="deal"), csrf_token="token"),
        '<form method="post" action="/x/" class="measure" data-warn-unsaved data-keep="meting 1234"'
        f' data-keep-url="{reverse("unsaved", args=["deal"])}" aria-label="Nieuw">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="token">'
        '<input type="hidden" name="kept-key" value="meting 1234"><p>a</p></form>',
    )


def test_an_alert_is_one_paragraph_and_shows_the_way_on_to_who_may_go_there() -> None:
    source = "{% alert 'info' title='Let op' url=url link='Ga' %}\n  Een {{ word }}\n  zin.\n{% endalert %}"
    assert '<p>Een &lt;b&gt; zin. <a href="/x/">Ga</a></p>' in drawn(source, word="<b>", url="/x/")
    assert "<p>Een b zin.</p>" in drawn(source, word="b", url=None)


def test_an_empty_list_says_what_is_not_there_and_what_belongs_there() -> None:
    assert same(
        drawn("{% empty_list 'Nog niets' url='/x/' link='Begin' %}Hier komt\n het.{% endempty_list %}"),
        '<div class="empty"><h2>Nog niets</h2><p class="measure">Hier komt het.</p>'
        '<a class="denhaag-button" href="/x/">Begin</a></div>',
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% table %}{% endtable %}",
        "{% table titled_by=unknown %}{% endtable %}",
        "{% table titled_by='x' label='y' %}{% endtable %}",
        "{% table 'x' %}{% endtable %}",
        "{% table label='x' width=3 %}{% endtable %}",
        "{% table label='x' %}",
        "{% fact %}x{% endfact %}",
        "{% fact '' %}x{% endfact %}",
        "{% facts 'small' %}{% endfacts %}",
        "{% alert %}{% endalert %}",
        "{% alert 'warn' %}{% endalert %}",
        "{% alert 'info' url='/x/' %}{% endalert %}",
        "{% empty_list %}{% endempty_list %}",
        "{% empty_list '' %}{% endempty_list %}",
        "{% kept_form %}{% endkept_form %}",
        "{% kept_form 'meting' unknown %}{% endkept_form %}",
        "{% kept_form 'x' titled_by='a' label='b' %}{% endkept_form %}",
        "{% kept_form 'x' method='get' %}{% endkept_form %}",
    ],
)
def test_a_wrong_argument_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn(source, deal=SimpleNamespace(slug="deal"))
