"""Values into the formats of other tools."""
