"""What the collection and its index go through when a machine fails, tried out and counted."""
