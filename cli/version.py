"""The version, as a constant: pyproject reads it, and reading package metadata at start costs as much as click."""

VERSION = "0.1.0"
