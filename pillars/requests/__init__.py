"""Requests (uitvragen): what an executor is asked of its projects, what it answers, and taking that over."""
