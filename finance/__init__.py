"""What the deal costs.

base: amounts, fields and the base of the pages of the money
budget: what was agreed about money (art. 5)
ledger: receipts, commitments and expenditure
contributions: what the region puts beside the national money
caps: recorded deviations from a cap (art. 5 lid 2)
evidence: invoices, decisions and letters with what was booked
position: every amount on a date
rules: what the covenant says about the money, a rule each
overview: the pages of the position
bookings: entering, correcting and approving a booking
reallocations: moving budget from one line to another
review: money that waits for a person, and the steps of its review
sisa: the yearly account to the Rijk
ledger_import: the municipality's ledger read in
export: the money written out for whoever checks it
"""
