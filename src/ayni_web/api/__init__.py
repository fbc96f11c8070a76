"""Reads and imports for programs: OpenAPI, tokens with scopes."""
