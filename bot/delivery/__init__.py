"""What holds the bot up: nothing lost, nothing sent twice, limits, retries, logs."""
