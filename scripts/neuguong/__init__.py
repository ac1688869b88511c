"""Nêu Gương: checks, groups and publishes the exemplar stories of an education department."""

__version__ = "0.1.0"
