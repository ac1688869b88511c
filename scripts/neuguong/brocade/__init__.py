"""Brocade (thổ cẩm): cloth woven from a field of work and a seed. Same input, same cloth, same bytes."""
