"""Holds a database against its checklists: pure, over what the catalog says."""
