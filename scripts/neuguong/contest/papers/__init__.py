"""Papers of a finished season, to be signed, filed and framed: minutes, the table of scores, certificates.

The book, the rules and the table of the last round in; the bytes of a .docx, an .xlsx and PDFs out. The same
season gives the same bytes. Nothing here is published: the papers name judges and scores.
"""
