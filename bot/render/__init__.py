"""What a person sees: answers as Telegram HTML and buttons; knows neither network nor storage."""
