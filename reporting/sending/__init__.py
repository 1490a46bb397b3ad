"""What systems of others send: which program may send what in whose name, and rows that become drafts."""
