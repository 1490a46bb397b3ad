"""The deal itself: parties, users and roles, readings, obligations. Imports nothing from the apps above it."""
