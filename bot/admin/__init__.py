"""What admins do in their private chat with the bot: the articles, the index, and its state."""
