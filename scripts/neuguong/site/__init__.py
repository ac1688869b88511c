"""Content → pages → files. Knows the content, never the contest's engine."""
