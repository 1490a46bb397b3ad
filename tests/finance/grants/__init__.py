"""Tests of the money of projects."""
