"""Where a target comes from when no URL is given."""
