"""A deal speaks in its own words and quotes its own articles; outside it the plain words apply and none is quoted."""

import pytest
from django.template import Context, Template

from regiodeal.deals.words import deal_text, fill_in, speaking, words_from

OWN = words_from(
    {"area": {"singular": "kern", "plural": "kernen"}, "overleg": {"singular": "Tafel", "plural": "Tafels"}},
    {"amendment": "15 lid 1", "structural_use": "overweging 4"},
)


def test_a_deal_speaks_in_its_own_words() -> None:
    label = deal_text("Kies {an_area}; {the_area} staat bij {areas}. {The_overleg}{art_amendment}{art_consent}")
    assert str(label) == "Kies een gebied; het gebied staat bij gebieden. Het bestuurlijk overleg"
    with speaking(OWN):
        assert str(label) == "Kies een kern; de kern staat bij kernen. De Tafel (art. 15 lid 1)"
        assert fill_in("Zie {article_amendment}{art_structural_use}.") == "Zie artikel 15 lid 1 (overweging 4)."
        page = Template('{% word "Areas" %}{% art "amendment" %}').render(Context())
        assert page == "Kernen (art. 15 lid 1)"
    assert str(label).endswith("bestuurlijk overleg")


@pytest.mark.parametrize("key", ["{gemeente}", "{art_weather}", "{the_weather}"])
def test_a_key_that_is_no_word_is_a_fault_of_ours(key: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        fill_in(key)
