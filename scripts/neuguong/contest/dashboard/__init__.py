"""The organisers' private page of a round: progress, queues and plots in one HTML file without network."""
