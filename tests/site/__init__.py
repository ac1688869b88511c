# ruff: noqa: A005 - within the package `tests` nothing is shadowed
