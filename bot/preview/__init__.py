"""A page that shows how answers look in a chat, and its picture; for the README and for admins."""
