"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed, RoundChecks


class FinanceConfig(Contributing, AppConfig):
    """The app of the money: what the deal costs."""

    name = "finance"
    verbose_name = "Financiën"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the money gives; the models are only there once it is asked."""
        from finance.adopted import earlier_money
        from finance.audit_words import WORDS
        from finance.budget.needed_people import roles_for_money
        from finance.contribution_book.models import ContributionImport
        from finance.deal_file import SECTION
        from finance.example import load_instalments, load_mappings, load_money, load_projects_money, load_promises
        from finance.ledger_import.models import LedgerImport
        from finance.projects.page_part import money_part
        from finance.reallocations.reallocations import check, effect
        from finance.review.money_notices import money_notices
        from finance.review.queue import money_on_name, money_review_order, waiting_count, waiting_lists
        from finance.review.round_money import broken_limits, open_bookings
        from finance.search import SOURCES

        return Contributions(
            deal_file=(SECTION,),
            example=(
                Placed(58, load_promises),
                Placed(60, load_money),
                Placed(65, load_projects_money),
                Placed(68, load_instalments),
                Placed(70, load_mappings),
            ),
            audit_words=WORDS,
            search=(Placed(15, SOURCES),),
            amendment_checks=(check,),
            amendment_effects=(Placed(10, effect),),
            reminders=(money_notices,),
            waiting_count=(waiting_count,),
            waiting_lists=(waiting_lists,),
            on_name=(money_on_name,),
            round_checks=(Placed(30, RoundChecks("Geld", (open_bookings, broken_limits))),),
            review_order=(money_review_order,),
            adoption=(earlier_money,),
            needed_roles=(roles_for_money,),
            project_parts=(money_part,),
            jobs={"ledger": LedgerImport, "contributions": ContributionImport},
        )
