"""The page that finds things in the whole deal."""

from regiodeal.base.question import LONGEST, Question, words_of
from regiodeal.deals.roles import Right
from regiodeal.help.handbook import passages_about
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.search.search import Searcher, search

MOST_CHAPTERS = 5


class SearchPage(DealPage):
    """Finds things of the deal by words."""

    is_personal = True
    right = Right.SEE_DEAL
    title = "Zoeken"
    template_name = "search/search.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what was found, by kind, cut to what this user may see."""
        text = self.request.GET.get("q", "")[:LONGEST]
        searcher = Searcher(self.deal, self.rights, tuple(self.memberships), self.on)
        chapters = passages_about(Question(tuple(words_of(text))))[:MOST_CHAPTERS]
        return super().get_context_data(query=text, answer=search(searcher, text), chapters=chapters, **kwargs)
