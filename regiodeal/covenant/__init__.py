"""The articles of the covenant, a topic each.

base: the base of the pages about what the Parties change
obligations: what was agreed with a term (art. 3, 4, 8, 12, 13, 18 and 20)
meetings: the Rijk-Regio-overleg and its decisions (art. 7)
documents: documents, publications and the core message (art. 9 and 11)
withdrawals: a Party that withdraws, and adjustments (art. 3 and 13)
agreement: amendments, consent, accession, extension (art. 12, 14 and 18)
calendar: all last days of a deal, and whether they were met
"""
