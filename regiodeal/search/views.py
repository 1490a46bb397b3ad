"""The page that finds things in the whole deal."""

from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.search.search import LONGEST, Searcher, search


class SearchPage(DealPage):
    """Finds things of the deal by words."""

    right = Right.SEE_DEAL
    title = "Zoeken"
    template_name = "search/search.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what was found, by kind, cut to what this user may see."""
        text = self.request.GET.get("q", "")[:LONGEST]
        searcher = Searcher(self.deal, self.rights, tuple(self.memberships), self.on)
        found = search(searcher, text)
        return super().get_context_data(
            query=text, found=found, found_count=sum(len(kind.hits) for kind in found), **kwargs
        )
