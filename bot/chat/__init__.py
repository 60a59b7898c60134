"""The Telegram application: who says what, and what Khamtob does then."""
