"""An admin keeps the articles current in the private chat, over real HTTP; outsiders can't."""

import shutil

import pytest
from made_files import make_pdf, make_zip_bomb
from made_site import Page, make_page, serve_site
from running_bot import copy_index, look_until, play_with_bot

from bot.emulator.people import Person
from bot.settings import SAMPLE_ARTICLES

ADMIN, OUTSIDER = 9001, 42
ZOO = [
    "สวนสัตว์เมืองทดสอบ",
    "สวนสัตว์เมืองทดสอบเปิดให้ประชาชนเข้าชมครั้งแรกเมื่อวันที่ 3 มีนาคม 2561",
    "มีช้างแม่ลูกคู่หนึ่งเป็นดาวเด่นของสวนสัตว์",
]
ASKING = "สวนสัตว์เมืองทดสอบเปิดให้ประชาชนเข้าชมครั้งแรกเมื่อไร"
GARDEN = "สวนพฤกษศาสตร์เมืองทดสอบก่อตั้งเมื่อวันที่ 9 มิถุนายน 2559 มีกล้วยไม้ป่าหนึ่งพันชนิด "
ASKING_GARDEN = "สวนพฤกษศาสตร์เมืองทดสอบก่อตั้งเมื่อไร"
SETTINGS = {"ADMINS": f"{ADMIN}, 9002", "OWN_NETWORKS": "127.0.0.1"}
GATE = """- ask: เมืองคุนซานมีจีดีพีเท่าไรในปี 2564
  status: answered
  quote: 4.7 แสนล้านหยวน
"""

TEXT = "สวนสัตว์เมืองทดสอบเปิดให้เข้าชมทุกวัน".encode()
_PDF = make_pdf([ZOO])
_DEEP_XML = b"<html><body>" + b"<div>" * 100_000 + "ลึก".encode() + b"</div>" * 100_000
# Name, content, what the one line says, and the size that the message claims where it lies.
HOSTILE = (
    ("สวนสัตว์.exe", TEXT, "has the ending .exe"),
    ("สวนสัตว์.pdf/../../../etc/passwd", TEXT, "has no ending"),
    ("ใหญ่.txt", b"x", "is larger than 20,000,000 bytes", 100_000_000),
    ("โกหก.txt", "ก".encode() * 7_000_000, "is larger than 20,000,000 bytes", 10),
    ("ระเบิด.docx", make_zip_bomb(200), "unpacks to 200,000,000 bytes"),
    ("ปลอม.pdf", TEXT, "is not a PDF, though its name ends in .pdf"),
    ("ปลอม.md", _PDF, "is a PDF, though its name ends in .md"),
    ("สองหน้า.pdf", _PDF + make_zip_bomb(1), "is a PDF and a zip file at once"),
    (
        "สคริปต์.pdf",
        _PDF.replace(b"/Pages", b"/OpenAction << /S /JavaScript >> /Pages", 1),
        "scripts",
    ),
    ("เสีย.pdf", _PDF[:200], "is broken, no PDF reader opens it"),
    ("ว่าง.md", b" \n", "is empty"),
    ("ขยะ.txt", bytes(range(256)) * 50, "is in an unknown encoding"),
    ("ลึก.html", _DEEP_XML, "❌ ลึก.html: "),
)
HOSTILE_LINKS = (
    "http://169.254.169.254/latest/meta-data/",
    "http://0x7f.1/",
    "http://[::ffff:10.0.0.1]/",
    "http://localhost:22/",
)


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "บทความ"
    shutil.copytree(SAMPLE_ARTICLES, folder)
    return folder


def give_file(emulator, name, data, size=None):
    """A message's content with this file, which the server holds for the bot."""
    file_id = f"file-{len(emulator.calls)}-{len(data)}"
    emulator.keep_file(file_id, data)
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
    return {"document": {**document, "file_size": size or len(data)}}


async def offer(emulator, person, name, data, **more):
    """What the bot shows for a file, once it has read it."""
    said = await person.send(give_file(emulator, name, data, **more))
    return await person.town.wait_for_answer(said, 30)


async def press_and_wait(person, shown, label, words):
    """What the message reads after the press, as soon as it has one of these words."""
    await person.press(shown, label)

    async def look():
        now = (await person.town.look(person.home)).get(shown.message_id)
        return now if now and words in now.text else None

    found = await look_until(look, 30)
    assert found is not None, (await person.town.look(person.home))[shown.message_id].text
    return found


def test_an_admin_adds_by_file_and_link_and_removes_and_goes_back(sample_index, articles, tmp_path):
    data = copy_index(sample_index, tmp_path)

    async def play(emulator, town, bot):
        admin = Person(town, ADMIN, "มาลี")
        reader = Person(town, OUTSIDER)
        before = await reader.ask(ASKING)
        assert before.text.startswith("ไม่พบคำตอบในบทความ")

        shown = await offer(emulator, admin, "../../สวนสัตว์.pdf", make_pdf([ZOO]))
        assert "สวนสัตว์เมืองทดสอบ" in shown.text
        assert "ไฟล์: สวนสัตว์.pdf" in shown.text
        assert shown.labels == ("✅ เพิ่ม", "✖️ ยกเลิก")
        assert not (articles / "สวนสัตว์.pdf").exists()
        done = await press_and_wait(admin, shown, "เพิ่ม", "เผยแพร่รุ่นที่ 2 แล้ว: 17 บทความ")
        assert done.text.startswith("✅ เพิ่มแล้ว: สวนสัตว์เมืองทดสอบ")
        assert (articles / "สวนสัตว์.pdf").read_bytes() == make_pdf([ZOO])
        answer = await reader.ask(ASKING)
        assert "3 มีนาคม 2561" in answer.text
        again = await offer(emulator, admin, "สวนสัตว์.pdf", make_pdf([ZOO]))
        assert again.text == "สวนสัตว์.pdf: มีบทความนี้อยู่แล้ว ไม่ต้องทำอะไร"

        with serve_site() as site:
            garden = make_page("สวนพฤกษศาสตร์เมืองทดสอบ", GARDEN * 4)
            site.pages["/สวน"] = Page(garden)
            said = await admin.write(f"{site.url}/สวน")
            shown = await town.wait_for_answer(said, 30)
            assert f"{site.url}/สวน" in shown.text
            await press_and_wait(admin, shown, "เพิ่ม", "เผยแพร่รุ่นที่ 3 แล้ว")
        answer = await reader.ask(ASKING_GARDEN)
        assert "9 มิถุนายน 2559" in answer.text
        shown = await offer(emulator, admin, "สวนอื่น.html", garden)
        assert "มีเนื้อหานี้อยู่แล้ว: สวนพฤกษศาสตร์เมืองทดสอบ" in shown.text
        cancelled = await press_and_wait(admin, shown, "ยกเลิก", "ไม่มีอะไรเปลี่ยน")
        assert cancelled.labels == ()

        listed = await admin.ask("/articles สวนสัตว์")
        assert listed.text.startswith("บทความที่มี “สวนสัตว์”")
        assert "1. สวนสัตว์เมืองทดสอบ" in listed.text
        opened = await press_and_wait(admin, listed, "1", "ไฟล์: สวนสัตว์.pdf")
        assert "1 ตอน" in opened.text
        asked = await press_and_wait(admin, opened, "นำออก", "นำ “สวนสัตว์เมืองทดสอบ” ออกไหม")
        await press_and_wait(admin, asked, "นำออก", "เผยแพร่รุ่นที่ 4 แล้ว: 17 บทความ")
        assert not (articles / "สวนสัตว์.pdf").exists()
        assert (data / "removed" / "สวนสัตว์.pdf").read_bytes() == make_pdf([ZOO])
        gone = await reader.ask(ASKING)
        assert "3 มีนาคม 2561" not in gone.text

        asked = await admin.ask("/rollback")
        assert "จากรุ่นที่ 4 กลับไปรุ่นที่ 3" in asked.text
        await press_and_wait(admin, asked, "ย้อนกลับ", "กลับมาตอบจากรุ่นที่ 3 แล้ว: 18 บทความ")
        answer = await reader.ask(ASKING)
        assert "3 มีนาคม 2561" in answer.text

        compared = await admin.ask("/reindex", seconds=30)
        assert "➖ หายไป (1)\n• สวนสัตว์.pdf" in compared.text
        await press_and_wait(admin, compared, "เผยแพร่", "เผยแพร่รุ่นที่ 5 แล้ว: 17 บทความ")

        status = await admin.ask("/status")
        assert "รุ่นที่ 5 อายุ" in status.text
        assert "17 บทความ" in status.text
        log = await admin.ask("/log")
        return log.text, list((data / "uploads").iterdir())

    log, left = play_with_bot(play, data, articles=articles, **SETTINGS)
    actions = [line.split(" · ", 2)[2] for line in log.splitlines()[1:]]
    assert actions[::-1][:3] == [
        "ส่ง: สวนสัตว์.pdf",
        "เพิ่ม: สวนสัตว์.pdf",
        "เผยแพร่: generation 2",
    ]
    assert "นำออก: สวนสัตว์.pdf" in actions
    assert "ย้อนกลับ: generation 3" in actions
    assert left == []


def test_outsiders_and_foreign_orders_are_refused_and_hostile_files_leave_nothing(
    sample_index, articles, tmp_path
):
    data = copy_index(sample_index, tmp_path)
    before = sorted(articles.iterdir())

    async def play(emulator, town, bot):
        admin, outsider = Person(town, ADMIN), Person(town, OUTSIDER)
        for name in ("articles", "reindex", "rollback", "status", "log"):
            assert (await outsider.ask(f"/{name}")).text == (await outsider.ask("/nothing")).text
        unread = await outsider.send({"document": {"file_id": "f", "file_unique_id": "u"}})
        unread = await town.wait_for_answer(unread)
        refused = await offer(emulator, outsider, "สวนสัตว์.pdf", make_pdf([ZOO]))
        assert refused.text == unread.text
        shown = await offer(emulator, admin, "สวนสัตว์.pdf", make_pdf([ZOO]))
        theirs = await outsider.ask("/help")
        foreign = await _press_data(outsider, theirs, "zz:nobody's")
        for button in [each for row in shown.keyboard for each in row]:
            assert await _press_data(outsider, theirs, button.data) == foreign
        other = Person(town, 9002)
        theirs = await other.ask("/help")
        add = shown.find_button("เพิ่ม").data
        assert await _press_data(other, theirs, add) == "ปุ่มนี้หมดอายุแล้ว กรุณาส่งใหม่อีกครั้ง"
        await press_and_wait(admin, shown, "ยกเลิก", "ไม่มีอะไรเปลี่ยน")

        origin = {"type": "user", "date": 1_700_000_000, "sender_user": outsider.user}
        forwarded = give_file(emulator, "สวนสัตว์.pdf", make_pdf([ZOO]))
        said = await admin.send({**forwarded, "forward_origin": origin})
        told = await town.wait_for_answer(said)
        assert told.text.startswith("ข้อความที่ส่งต่อมาไม่นับเป็นคำสั่ง")
        said = await admin.send({"text": "/reindex", "forward_origin": origin})
        assert (await town.wait_for_answer(said)).text == (await admin.ask("/nothing")).text

        lines = [await _refuse(emulator, admin, *each) for each in HOSTILE]
        links = [await admin.ask(each, seconds=30) for each in HOSTILE_LINKS]
        return lines, [each.text for each in links]

    lines, links = play_with_bot(play, data, articles=articles, **SETTINGS)
    for (name, _data, words, *_size), line in zip(HOSTILE, lines, strict=True):
        assert words in line, name
        assert "\n" not in line
    for link in links:
        assert link.startswith("❌ http")
        assert "can't be fetched" in link
    assert sorted(articles.iterdir()) == before
    assert list((data / "uploads").iterdir()) == []
    assert not (data / "removed").exists()


async def _press_data(person, shown, data):
    """What Telegram shows for a moment after the press."""
    pressed = await person.press_data(shown, data)
    return (await person.town.wait_for_event(pressed, "toast")).data["text"]


async def _refuse(emulator, person, name, data, _words, size=None):
    shown = await offer(emulator, person, name, data, size=size)
    assert shown.labels == ()
    return shown.text


def test_the_gate_holds_back_and_a_restart_loses_no_order(sample_index, articles, tmp_path):
    (articles / "questions.yaml").write_text(GATE, "utf-8")
    data = copy_index(sample_index, tmp_path)
    name = "kunshan-shanghai-th.md"
    text = (articles / name).read_bytes()
    short = "---\ntitle: คุนซาน\n---\nคุนซานเป็นเมืองหนึ่งในมณฑลเจียงซู".encode()

    async def play(emulator, town, bot):
        admin, reader = Person(town, ADMIN), Person(town, OUTSIDER)
        shown = await offer(emulator, admin, name, short)
        assert shown.text.count("⚠️ มีบทความอื่นใช้ชื่อไฟล์นี้") == 1
        await bot.kill()
        await bot.start()
        held = await press_and_wait(admin, shown, "แทนที่", "คำถามตรวจสอบ 1 ข้อไม่ผ่าน")
        assert "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564" in held.text
        assert (await reader.ask("เมืองคุนซานมีจีดีพีเท่าไรในปี 2564")).text.count("4.7 แสนล้าน")
        await press_and_wait(admin, held, "ย้อน", "โฟลเดอร์บทความเหมือนเดิม")
        assert (articles / name).read_bytes() == text

        shown = await offer(emulator, admin, name, short)
        held = await press_and_wait(admin, shown, "แทนที่", "คำถามตรวจสอบ 1 ข้อไม่ผ่าน")
        await press_and_wait(admin, held, "เผยแพร่ต่อไป", "เผยแพร่รุ่นที่ 2 แล้ว: 16 บทความ")
        assert (articles / name).read_bytes() == short

        shown = await offer(emulator, admin, "สวนสัตว์.pdf", make_pdf([ZOO]))
        await admin.press(shown, "เพิ่ม")
        await look_until(lambda: _exists(articles / "สวนสัตว์.pdf"))
        await bot.kill()
        await bot.start()

        async def look():
            now = (await town.look(admin.home))[shown.message_id]
            return now if "เผยแพร่รุ่นที่ 3 แล้ว" in now.text else None

        assert await look_until(look, 60)
        return (await reader.ask(ASKING)).text

    assert "3 มีนาคม 2561" in play_with_bot(play, data, articles=articles, **SETTINGS)


async def _exists(path):
    return path.exists()
