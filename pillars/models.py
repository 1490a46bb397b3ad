"""Tells Django where the models are: each stands in the folder of its topic, and is imported from there."""

import pillars.agreed.models
import pillars.evidence.models
import pillars.exchange.models
import pillars.explanations.models
import pillars.measurements.models
import pillars.outcomes.models
import pillars.registers.models
import pillars.stories.models  # noqa: F401
