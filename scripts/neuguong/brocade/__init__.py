"""Brocade (thổ cẩm): cloth woven from a field of work and a seed. Same input, same cloth, same bytes.

`weave.mark`, `weave.cover` and `weave.band` weave a `cloth.Cloth`; `svg.svg` and `picture.picture` draw it.
The colours hold on white and on dark paper, so a picture needs no knowledge of the page around it.
"""
