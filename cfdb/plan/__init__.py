"""What to run: pure functions from the project's changes and the ledger to a plan."""
