"""Invoices, decisions and letters with what was booked."""
