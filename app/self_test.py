"""Self-test."""
