"""Accounts: invitations, roles, passwords, second steps and sessions."""
