"""Question data in SQuAD's layout, for tests."""

KUNSHAN = "ในปี 2564 จีดีพีของคุนซานอยู่ที่ 4.7 แสนล้านหยวน"
LIBRARY = "The village library lends 3,500 books a year."


def make_question(number, text, *answers):
    """One question; an answer is (start, text)."""
    places = [{"answer_start": start, "text": answer} for start, answer in answers]
    return {"id": f"ค{number}", "question": text, "answers": places}


def make_squad(*articles):
    """SQuAD data; an article is a list of (context, questions)."""
    return {
        "version": "1.1",
        "data": [
            {
                "title": "คุนซาน",
                "paragraphs": [{"context": context, "qas": list(qas)} for context, qas in article],
            }
            for article in articles
        ],
    }


SQUAD = make_squad(
    [
        (KUNSHAN, [make_question(1, "จีดีพีเท่าไร", (33, "4.7 แสนล้านหยวน"))]),
        (LIBRARY, [make_question(2, "How many books?", (26, "3,500"), (26, "3,500 books"))]),
    ],
    [("ปลากัดอยู่ในนาข้าว", [make_question(3, "ปลากัดอยู่ที่ไหน", (10, "ในนาข้าว"))])],
)
