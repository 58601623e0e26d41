"""The messages that ACE would answer with: one module each, from a plan and the filing itself."""
