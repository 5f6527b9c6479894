"""`cfdb data`: rows of a legacy database into the new one, by workers that share nothing but the ledger."""
