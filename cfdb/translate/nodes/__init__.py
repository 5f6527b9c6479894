"""What each kind of node of an expression becomes."""
