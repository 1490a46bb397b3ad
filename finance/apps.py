"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed


class FinanceConfig(Contributing, AppConfig):
    """The app of the money: what the deal costs."""

    name = "finance"
    verbose_name = "Financiën"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the money gives; the models are only there once it is asked."""
        from finance.adopted import earlier_money
        from finance.audit_words import WORDS
        from finance.deal_file import SECTION
        from finance.example import load_mappings, load_money, load_promises
        from finance.ledger_import.models import LedgerImport
        from finance.reallocations.reallocations import check, effect
        from finance.review.queue import waiting_count, waiting_lists

        return Contributions(
            deal_file=(SECTION,),
            example=(Placed(60, load_money), Placed(70, load_mappings), Placed(80, load_promises)),
            audit_words=WORDS,
            amendment_checks=(check,),
            amendment_effects=(Placed(10, effect),),
            waiting_count=(waiting_count,),
            waiting_lists=(waiting_lists,),
            adoption=(earlier_money,),
            jobs={"ledger": LedgerImport},
        )
