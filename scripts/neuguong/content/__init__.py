"""What people write: model, closed lists, reading, checking, grouping. Knows no site, no contest engine."""
