"""Tells Django where the models are: each stands in the folder of its topic, and is imported from there."""

import pillars.agreed.models
import pillars.evidence.models
import pillars.exchange.models
import pillars.explanations.models
import pillars.measurements.assignments
import pillars.measurements.models
import pillars.outcomes.models
import pillars.project_book.models
import pillars.project_photos.models
import pillars.projects.models
import pillars.questions.models
import pillars.registers.models
import pillars.requests.models
import pillars.review.review_assignments
import pillars.stories.models
import pillars.stories.story_assignments  # noqa: F401
