"""The brief of a meeting: what changed, what must be decided, what comes and what it costs, in ten minutes."""
