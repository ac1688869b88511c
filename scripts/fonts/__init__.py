"""The site's typefaces: pinned originals → the files of theme/static/fonts and their part of site.css.

A tool for whoever changes the type, run by hand with `make fonts`; a build never needs it.
`faces` says what is shipped, `cut` makes the files, `draw` adds what the originals lack, `stand_ins` measures
the reader's own fonts, `sheet` writes the rules.
"""
