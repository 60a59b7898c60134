"""The words of the Telegram side in English."""

from types import MappingProxyType

from bot.render.word_list import Buttons, Toasts, Words

_BUTTONS = Buttons(
    context="📖 More context",
    others="🔎 Other matches",
    cite="📋 Cite",
    open="🔗 Open article",
    share="↗️ Share",
    notify="🔔 Tell me when you know",
    waiting="🔔 I'll tell you",
    back="‹ Back to the answer",
    close="Close",
    ask="💬 Ask the bot",
    reasons=MappingProxyType(
        {
            "off": "Not my question",
            "article": "Wrong article",
            "old": "Out of date",
            "unclear": "Hard to follow",
        }
    ),
)
_TOASTS = Toasts(
    thanks="Thank you 🙏",
    why="Thank you. What was wrong?",
    noted="Noted, thank you 🙏",
    withdrawn="Taken back",
    old_button="This button has expired. Please ask again.",
    promise_made="I will write as soon as the articles can answer this.",
    promise_waiting="You are already on the list for this question.",
    promise_full="You have {count} questions waiting, the most I keep. /forget clears them.",
)
ENGLISH = Words(
    name="Khamtob",
    language_name="English",
    searching="🔎 Searching the articles…",
    start="Just type a question, in English or Thai.\n"
    "Every answer is quoted word for word from an article, with its source. "
    "If the articles don't say, I tell you so.",
    examples="Try one of these",
    how_to="How it works",
    how_to_ask=(
        "Type a question; no command is needed.",
        "Follow up in a few words, like “and in 2022?”",
        "Tap a title to read the whole article, 📖 to see the words around a quote.",
    ),
    how_in_group="In a group, write {bot} and your question, or reply to one of my messages.",
    how_inline="In any other chat, type {bot}, a space and your question to send an answer there.",
    privacy="Privacy",
    privacy_points=(
        "Questions are not kept with your account. What you send is erased once it is answered.",
        "Questions and answers are kept without a name for 90 days, or 365 days if somebody "
        "rated them 👍 👎.",
        "Questions without an answer are kept without a name, to find the articles we lack.",
        "Your last questions are remembered for 15 minutes for follow-ups, and never written down.",
        "Only your language and the questions you asked to hear about are kept with your account. "
        "/forget deletes them at any time.",
    ),
    stored="Kept about you right now",
    stored_nothing="Nothing",
    stored_language="Chosen language: {language}",
    stored_promises="Questions you wait for: {count}",
    stored_updates="Messages being answered: {count}",
    forgotten="What was kept about you is deleted",
    forgotten_nothing="There is nothing about you to delete",
    sources="All articles: {count}",
    latest="Latest articles",
    no_articles="There are no articles yet.",
    untitled="Untitled",
    choose_language="Choose the language of menus and notices.\n"
    "Ask in either language: I follow the language of your question.",
    language_set="The language is now English.",
    language_automatic="Automatic",
    busy="Many people are asking right now. Please ask again in a moment.",
    too_fast="That was a bit fast for me. Please wait {seconds} s and ask again.",
    failed="Sorry, something went wrong on my side. Please ask again.",
    unreadable=MappingProxyType(
        {
            "photo": "I can't read pictures yet.",
            "voice": "I can't listen to voice messages yet.",
            "video": "I can't watch videos yet.",
            "sticker": "I can't read stickers yet.",
            "file": "I can't read files yet.",
            "place": "I can't read places yet.",
            "contact": "I can't read contacts yet.",
            "other": "I can't read this kind of message yet.",
        }
    ),
    type_instead="Please type your question.",
    as_of="Articles as of {day}",
    try_again="Try other words, or be more specific.",
    promise_offer="Or tap 🔔 and I will write when the articles can answer.",
    others="Other matches",
    others_note="may not answer your question",
    no_others="There are no other matches.",
    shared="From an article",
    gone="These words are no longer in the articles. They may have been changed or removed.",
    closed="Closed",
    kept="🔔 There is an answer now. You wanted to know:",
    kept_gone="🔔 You wanted to know:",
    before="Before",
    after="After",
    buttons=_BUTTONS,
    toasts=_TOASTS,
    commands=(
        ("latest", "Latest articles"),
        ("sources", "All articles"),
        ("language", "Choose the language"),
        ("help", "How it works"),
        ("privacy", "What is kept about you"),
        ("forget", "Delete what is kept about me"),
    ),
    description="Ask in English or Thai. Every answer is quoted word for word from an article, "
    "with its source. If the articles don't say, you are told so.\n\nJust type a question.",
    short_description="Answers your questions in the articles' own words, always with the source.",
)
