"""What people send that isn't text, as Telegram describes it to a bot."""

from bot.emulator.wire import Wire

_FILE = {"file_id": "f", "file_unique_id": "u"}
_PHOTO = {**_FILE, "width": 90, "height": 90}
_PERSON = {"id": 7_000_001, "is_bot": False, "first_name": "เพื่อน"}
_STICKER: Wire = {"width": 512, "height": 512, "is_animated": False, "is_video": False}

SENDABLES: dict[str, Wire] = {
    "sticker": {"sticker": {**_FILE, **_STICKER, "type": "regular", "emoji": "😀"}},
    "photo": {"photo": [_PHOTO]},
    "voice": {"voice": {**_FILE, "duration": 2}},
    "audio": {"audio": {**_FILE, "duration": 2}},
    "video": {"video": {**_FILE, "duration": 2, "width": 90, "height": 90}},
    "video_note": {"video_note": {**_FILE, "duration": 2, "length": 90}},
    "animation": {"animation": {**_FILE, "duration": 2, "width": 90, "height": 90}},
    "document": {"document": {**_FILE, "file_name": "รายงาน.pdf"}},
    "location": {"location": {"latitude": 13.75, "longitude": 100.5}},
    "contact": {"contact": {"phone_number": "0", "first_name": "เพื่อน"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "joined": {"new_chat_members": [_PERSON]},
    "left": {"left_chat_member": _PERSON},
    "renamed": {"new_chat_title": "ชื่อใหม่"},
}


def make_forward(text: str) -> Wire:
    """A text that someone else wrote first."""
    origin = {"type": "user", "date": 1_700_000_000, "sender_user": _PERSON}
    return {"text": text, "forward_origin": origin}
