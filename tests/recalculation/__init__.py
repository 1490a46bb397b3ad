"""An independent recalculation: plain SQL and arithmetic of its own, held against every output of the portal.

Nothing here imports a rule of the portal. What is read are the tables; what is done with them follows the covenant and
its readings, in fractions and whole cents.
"""
