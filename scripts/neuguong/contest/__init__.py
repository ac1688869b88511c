"""The writing contest: who reads what, what the scores say, who copied from whom. Never imports the site."""
