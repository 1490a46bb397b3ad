"""Projects: who carries out a measure, what each plans, and promised, planned and realised side by side (art. 8)."""
