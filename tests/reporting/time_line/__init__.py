"""Tests of the line of time."""
