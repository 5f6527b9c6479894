"""MySQL to PostgreSQL: text in, text and findings out. What was not understood is a finding, never passed through."""
