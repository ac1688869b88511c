"""Share cards: the picture, 1200 × 630, that goes with an address when somebody shares it.

A `card.Card` (a title, small words, a field's cloth) in, a picture out: `lines` breaks the title, `face`
knows how wide its letters are, `drawing` puts ink and cloth together. Same card, same bytes. Only `face` and
`drawing` need Pillow; the font is that of the site, with its licence beside it (`make fonts` cuts it).
"""
