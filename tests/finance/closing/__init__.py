"""Tests of closing the books."""
