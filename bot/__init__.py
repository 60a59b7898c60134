"""The command line, the settings and everything Telegram."""
