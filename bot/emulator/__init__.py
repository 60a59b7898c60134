"""A Bot API server on this machine, and people who talk to the bot through it."""
