"""From DDL to the model of a schema."""
