"""Who signs in: invitations, roles, passwords, second steps and sessions."""
