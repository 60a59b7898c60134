"""The words of what admins see of people's questions, in both languages."""

from dataclasses import dataclass

from corpus.article import Language


@dataclass(frozen=True, slots=True)
class InsightWords:
    """Plain text without tags; in braces stands what is put in."""

    gaps: str
    no_gaps: str
    ticked: str
    times: str
    tested: str
    gap_help: str
    test: str
    handled: str
    undo: str
    done_test: str
    done_test_known: str
    done_handled: str
    done_undo: str
    gone: str
    test_refused: str
    top: str
    no_top: str
    top_note: str
    stats: str
    no_stats: str
    stats_asked: str
    stats_found: str
    stats_not_found: str
    stats_speed: str
    stats_votes: str
    slowest: str
    days: str
    digest: str
    digest_before: str
    digest_hint: str
    searching: str
    why: str
    why_how: str
    why_again: str
    why_status: str
    why_not_status: str
    why_words: str
    why_no_words: str
    why_generation: str
    why_live: str
    why_old: str
    why_time: str
    why_hit: str
    why_no_hits: str
    seconds: str
    commands: tuple[tuple[str, str], ...]


_THAI = InsightWords(
    gaps="คำถามที่บทความยังตอบไม่ได้: {topics} เรื่อง (ถาม {count} ครั้ง)",
    no_gaps="ไม่มีคำถามที่ยังตอบไม่ได้",
    ticked="ตอบได้แล้วใน 7 วันที่ผ่านมา",
    times="{count} ครั้ง",
    tested="เป็นข้อทดสอบแล้ว",
    gap_help="🧪 เพิ่มเป็นข้อทดสอบ · ✔️ จัดการแล้ว",
    test="🧪 {number}",
    handled="✔️ {number}",
    undo="↩️ ยกเลิกล่าสุด",
    done_test="เพิ่มใน {file} แล้ว: {count} ข้อ ดัชนีใหม่จะไม่ถูกห้ามจนกว่าข้อนี้จะเคยผ่าน",
    done_test_known="มีใน {file} อยู่แล้ว",
    done_handled="จัดการแล้ว {count} คำถาม",
    done_undo="นำกลับมา {count} คำถาม",
    gone="เรื่องนี้ไม่อยู่ในรายการแล้ว",
    test_refused="เพิ่มไม่ได้: {reason}",
    top="ถามบ่อยที่สุดใน {days} วัน: {topics} เรื่อง",
    no_top="ยังไม่มีใครถาม",
    top_note="✅ ตอบได้ · ❌ ตอบไม่ได้ · ➗ ตอบได้บางครั้ง",
    stats="สถิติ {days} วัน",
    no_stats="ยังไม่มีใครถามในช่วงนี้",
    stats_asked="ถาม {count} ครั้ง (ไทย {thai} · อังกฤษ {english})",
    stats_found="🟩 ตอบได้ {count} ({share}%)",
    stats_not_found="🟧 ตอบไม่ได้ {count}",
    stats_speed="🔵 ใช้เวลา {median} วิ (ช้าสุด 5% แรก: {slow} วิ)",
    stats_votes="🟪 👍 {up} · ⬜ 👎 {down}",
    slowest="ช้าที่สุด",
    days="{days} วัน",
    digest="สรุปประจำสัปดาห์ {first} – {last}",
    digest_before="สัปดาห์ก่อน: ถาม {asked} ครั้ง ตอบได้ {share}%",
    digest_hint="/unanswered ดูคำถามที่ยังตอบไม่ได้ · /stats ดูกราฟ",
    searching="🔎 กำลังจัดกลุ่มคำถาม…",
    why="ทำไมจึงตอบแบบนี้",
    why_how="ตอบกลับ (reply) ที่คำตอบของบอต แล้วพิมพ์ /why",
    why_again="ไม่มีบันทึกของคำตอบเดิม นี่คือผลจากการถามใหม่ตอนนี้",
    why_status="✅ ตอบ: ความมั่นใจ {confidence} (ตอบตั้งแต่ {threshold})",
    why_not_status="❌ ไม่ตอบ: ความมั่นใจ {confidence} (ตอบตั้งแต่ {threshold})",
    why_words="คำที่ตรงกัน: {words}",
    why_no_words="คำที่ตรงกัน: ไม่มี",
    why_generation="ดัชนีรุ่น {number}",
    why_live="(รุ่นปัจจุบัน)",
    why_old="(ปัจจุบันรุ่น {live})",
    why_time="เวลา {seconds} วิ: แปลงคำถาม {encode} + ค้น {search} + อ่าน {read} มิลลิวินาที",
    why_hit="รวม {score} · ความหมาย {similarity} · คำ {keywords}",
    why_no_hits="ไม่พบข้อความใดเลย",
    seconds="{seconds} วิ",
    commands=(
        ("unanswered", "คำถามที่ยังตอบไม่ได้"),
        ("top", "คำถามที่ถามบ่อย"),
        ("stats", "สถิติและกราฟ"),
        ("why", "ทำไมจึงตอบแบบนี้ (ตอบกลับที่คำตอบ)"),
    ),
)
_ENGLISH = InsightWords(
    gaps="What the articles can't answer: {topics} topics (asked {count} times)",
    no_gaps="There are no questions without an answer.",
    ticked="Answered now, in the last 7 days",
    times="{count}×",
    tested="test case",
    gap_help="🧪 make a test case · ✔️ handled",
    test="🧪 {number}",
    handled="✔️ {number}",
    undo="↩️ Take back the last one",
    done_test="Added to {file}: {count}. It blocks no new index until it has passed once.",
    done_test_known="It is in {file} already.",
    done_handled="Handled: {count}",
    done_undo="Back on the list: {count}",
    gone="This is no longer on the list.",
    test_refused="Not added: {reason}",
    top="Most asked in {days} days: {topics} topics",
    no_top="Nobody has asked yet.",
    top_note="✅ answered · ❌ not answered · ➗ sometimes",
    stats="{days} days",
    no_stats="Nobody asked in this time.",
    stats_asked="Questions: {count} (Thai {thai}, English {english})",
    stats_found="🟩 Answered: {count} ({share}%)",
    stats_not_found="🟧 Not answered: {count}",
    stats_speed="🔵 Time: {median} s (95 of 100 within {slow} s)",
    stats_votes="🟪 👍 {up} · ⬜ 👎 {down}",
    slowest="Slowest",
    days="{days} days",
    digest="The week from {first} to {last}",
    digest_before="The week before: {asked} questions, {share}% answered",
    digest_hint="/unanswered shows what can't be answered, /stats the chart",
    searching="🔎 Grouping the questions…",
    why="Why this answer",
    why_how="Reply to one of my answers with /why.",
    why_again="Nothing was kept of that answer; this is from asking again just now.",
    why_status="✅ Answered: confidence {confidence} (answers from {threshold})",
    why_not_status="❌ Not answered: confidence {confidence} (answers from {threshold})",
    why_words="Matched words: {words}",
    why_no_words="Matched words: none",
    why_generation="Generation {number}",
    why_live="(live)",
    why_old="(live: {live})",
    why_time="{seconds} s: encode {encode} + search {search} + read {read} ms",
    why_hit="score {score} · similarity {similarity} · keywords {keywords}",
    why_no_hits="No passage was found.",
    seconds="{seconds} s",
    commands=(
        ("unanswered", "What the articles can't answer"),
        ("top", "Most asked questions"),
        ("stats", "Statistics with a chart"),
        ("why", "Why this answer (reply to it)"),
    ),
)


def choose_insight_words(language: Language) -> InsightWords:
    """The words for a reader of this language."""
    return _THAI if language == "th" else _ENGLISH
