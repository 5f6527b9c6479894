"""From the model of a schema to PostgreSQL."""
