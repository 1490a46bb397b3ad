"""Lifecycles: states with their trail, review by a second person, registers, conflicts and half-typed work."""
