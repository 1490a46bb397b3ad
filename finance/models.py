"""Tells Django where the models are: each stands in the folder of its topic, and is imported from there."""

import finance.budget.models
import finance.caps.models
import finance.closing.models
import finance.contribution_book.models
import finance.contributions.models
import finance.contributions.realisations
import finance.evidence.models
import finance.forecasts.models
import finance.grants.models
import finance.ledger.models
import finance.ledger_import.models
import finance.liquidity.models
import finance.payment_plans.models
import finance.sisa.models  # noqa: F401
