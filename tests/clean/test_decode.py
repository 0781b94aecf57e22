import codecs

import pytest

from tasks.clean.decode import decode, is_binary
from tests.clean.given import clean, page

RUSSIAN = "Паром из порта Алят в Курык будет ходить каждый день, сообщил во вторник оператор линии. " * 6
ARABIC = "تبحر العبارة من الميناء كل يوم ابتداء من الشهر المقبل حسب ما قال مدير الخط يوم الثلاثاء. " * 6
CHINESE = "渡轮公司周二表示,从下个月起,每天都有一班船从阿拉特港开往库雷克港。" * 6

WRONG_HEADERS = pytest.mark.parametrize(
    ("text", "encoding", "header"),
    [
        (RUSSIAN, "windows-1251", "text/html; charset=utf-8"),
        (RUSSIAN, "windows-1251", "text/html; charset=iso-8859-1"),
        (RUSSIAN, "koi8-r", "text/html; charset=utf-8"),
        (ARABIC, "windows-1256", "text/html; charset=utf-8"),
        (ARABIC, "windows-1256", "text/html; charset=windows-1252"),
        (CHINESE, "gb18030", "text/html; charset=utf-8"),
        (CHINESE, "gb18030", "text/html; charset=iso-8859-1"),
    ],
)


@WRONG_HEADERS
def test_page_with_a_wrong_charset_header_is_read_by_its_bytes(text: str, encoding: str, header: str) -> None:
    data = f"<html><body><div class='story'><p>{text}</p></div></body></html>".encode(encoding)
    assert text in decode(data, header)


def test_charset_of_the_page_wins_over_that_of_the_server() -> None:
    data = f'<html><head><meta charset="windows-1251"></head><body>{RUSSIAN}</body></html>'.encode(
        "windows-1251"
    )
    assert RUSSIAN in decode(data, "text/html; charset=koi8-r")


def test_utf_8_is_utf_8_whatever_anybody_declares() -> None:
    data = f'<html><head><meta charset="windows-1252"></head><body>{ARABIC}</body></html>'.encode()
    assert ARABIC in decode(data, "text/html; charset=iso-8859-1")


def test_a_torn_character_does_not_spoil_a_utf_8_page() -> None:
    data = RUSSIAN.encode()[:-30] + b"\xd0" + b" end"
    assert decode(data).startswith(RUSSIAN[:60])


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_byte_order_mark_decides(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + RUSSIAN.encode(encoding), "text/plain; charset=utf-8") == RUSSIAN


def test_windows_quotes_in_a_page_that_calls_itself_latin_1_are_quotes() -> None:
    assert (
        decode(b"The ferry\x92s new hours \x96 in brief", "text/html; charset=iso-8859-1")
        == "The ferry’s new hours – in brief"
    )


@pytest.mark.parametrize("label", ["utf-7", "base64", "rot13", "no-such-charset", "idna"])
def test_charset_that_is_no_charset_is_passed_over(label: str) -> None:
    assert decode(b"caf\xe9 au lait", f"text/html; charset={label}")


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04rest", b"\x00\x01\x02\x03" * 50]
)
def test_binary_content_is_known_and_rejected(head: bytes) -> None:
    assert is_binary(head)
    assert clean(head + b"x" * 500).reason == "binary"


def test_article_in_windows_1251_under_a_utf_8_header_is_read() -> None:
    content = page(f"<article><h1>Паром ходит каждый день</h1><p>{RUSSIAN}</p></article>", lang="ru").replace(
        '<meta charset="utf-8">', ""
    )
    found = clean(content.encode("windows-1251"), "text/html; charset=utf-8")
    assert found.headline == "Паром ходит каждый день"
    assert found.in_language == "ru"
