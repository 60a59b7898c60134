"""What the bot remembers, in `state.sqlite`."""
