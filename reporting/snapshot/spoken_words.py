"""The words and articles in which a snapshot is told: those of its deal on its day, kept in it."""

from regiodeal.deals.words import DealWords, words_from
from reporting.snapshot.schema import Snapshot


def words_of(snapshot: Snapshot) -> DealWords:
    """How the deal spoke when the snapshot was taken; a snapshot of before words were kept in it speaks plain."""
    deal = snapshot["deal"]
    own = {name: {**row} for name, row in deal.get("own_words", {}).items()}
    return words_from(own, deal.get("articles"))
