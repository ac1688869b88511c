"""What a Word file says, and nothing of who made it."""
