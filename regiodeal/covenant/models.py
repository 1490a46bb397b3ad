"""Tells Django where the models are: each stands in the folder of its topic, and is imported from there."""

import regiodeal.covenant.agreement.models
import regiodeal.covenant.documents.models
import regiodeal.covenant.due_rules.models
import regiodeal.covenant.meetings.models
import regiodeal.covenant.withdrawals.models  # noqa: F401
