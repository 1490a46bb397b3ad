"""Pages: the base of every page of a deal, who may reach it, default deny, navigation."""
