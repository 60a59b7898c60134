"""The running bot: the parts put together, from the first look at the settings to the end."""
