"""Brocade (thổ cẩm): cloth woven from a field of work and a seed. Same input, same cloth, same bytes.

`weave` makes a `cloth.Cloth`: a mark, a cover, a waistband, a border; `svg` and `picture` draw it.
The colours hold on white and on dark paper, so a picture needs no knowledge of the page around it.
"""
