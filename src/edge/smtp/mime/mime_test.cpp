#include "edge/smtp/mime/header_text.hpp"
#include "edge/smtp/mime/html_part.hpp"
#include "edge/smtp/mime/letter.hpp"
#include "edge/smtp/mime/mail_reader.hpp"
#include "edge/smtp/mime/quoted_printable.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace cohort;
using namespace cohort::smtp::mime;

namespace {

const TimePoint sent_at_noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{12}
};

Letter letter(std::string_view subject, std::string_view text) {
    return {
        .from_name = "Meddygfa Tŷ Gwyn",
        .from_address = "surgery@practice.example.org",
        .reply_to = "reception@practice.example.org",
        .to = "patient@example.com",
        .subject = subject,
        .text = text,
        .message_id = "a1@practice.example.org",
        .date = sent_at_noon,
    };
}

std::string written(std::string_view subject, std::string_view text) {
    const auto out = write_letter(letter(subject, text));
    REQUIRE(out.ok());
    return *out;
}

bool lines_are_sound(std::string_view message) {
    while (!message.empty()) {
        const auto end = message.find_first_of("\r\n");
        if (end > 998 || !message.substr(end).starts_with("\r\n")) { // also where there is none
            return false;
        }
        message.remove_prefix(end + 2);
    }
    return true;
}

std::string with_line_feeds(std::string text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            i += text.substr(i).starts_with("\r\n") ? 1 : 0;
            out += '\n';
        } else {
            out += text[i];
        }
    }
    return out;
}

// Whole characters of one to four bytes, and what MIME trips over.
rc::Gen<std::string> any_text() {
    const auto pieces = rc::gen::element<std::string>(
        "a",
        "Z",
        "=",
        ".",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "ŵ",
        "ŷ",
        "€",
        "👩‍⚕️",
        "—",
        "?",
        "=?",
        "?=",
        "\n.",
        "\n..\n",
        "From ",
        "--=_cohort_alternative",
        "&lt;",
        "<b>",
        "https://example.org/a?b=c&d",
        "\x01",
        "\x7f",
        "é"
    );
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(pieces), [](const auto& list) {
        std::string text;
        for (const auto& piece : list) {
            text += piece;
        }
        return text;
    });
}

}

TEST_CASE("letter: what a reader decodes is the text, whatever it holds") {
    struct Row {
        const char* label;
        std::string text;
    };

    const std::vector<Row> rows{
        {"empty", ""},
        {"one line", "Please ring the surgery."},
        {"ends in a line end", "One\n"},
        {"only line ends", "\n\n\n"},
        {"Welsh letters", "Mae eich apwyntiad yn y feddygfa, Tŷ Gwyn. Diolch â ŵ Ŵ ŷ Ŷ"},
        {"emoji with joiners", "Your nurse 👩‍⚕️ says hello 🏴󠁧󠁢󠁷󠁬󠁳󠁿"},
        {"a long word", std::string(5000, 'x')},
        {"a long word of emoji",
         [] {
             std::string s;
             for (int i = 0; i < 600; ++i) {
                 s += "😀";
             }
             return s;
         }()},
        {"lines over 998", std::string(1200, 'a') + "\n" + std::string(999, ' ') + "b\n"},
        {"dots at line starts", ".\n..\n.hidden\n\n.\n"},
        {"equals signs", "a=b\n=\n=3D=20=\n"},
        {"trailing spaces and tabs", "one  \ntwo\t\n \n\t\nend "},
        {"the boundary itself", "--=_cohort_alternative\n--=_cohort_alternative--\n"},
        {"old line ends", "one\rtwo\r\nthree\nfour\r\r\nfive"},
        {"control characters", std::string("nul\0bell\x07", 9)},
        {"From at a line start", "\nFrom now on\n"},
    };

    for (const auto& row : rows) {
        CAPTURE(row.label);
        const auto message = written("A subject", row.text);
        CHECK(lines_are_sound(message));
        CHECK(is_ascii(message));
        const auto mail = read_mail(message);
        REQUIRE(mail);
        CHECK(mail->plain == with_line_feeds(row.text));
    }
}

TEST_CASE("letter: any text and subject come back from a reader") {
    CHECK(rc::check([] {
        const auto text = *any_text();
        auto subject = *any_text();
        std::erase_if(subject, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
        const auto out = write_letter(letter(subject, text));
        RC_ASSERT(out.ok());
        RC_ASSERT(lines_are_sound(*out));
        const auto mail = read_mail(*out);
        RC_ASSERT(mail.has_value());
        RC_ASSERT(mail->plain == with_line_feeds(text));
        RC_ASSERT(mail->html == with_line_feeds(html_part(subject, text)));
        RC_ASSERT(mail->header("Subject") == subject);
    }));
}

TEST_CASE("letter: the headers are those of one mail to one person from a program") {
    const auto mail = read_mail(written("Your results – ŵ", "Hello"));

    REQUIRE(mail);
    CHECK(mail->header("From") == "Meddygfa Tŷ Gwyn <surgery@practice.example.org>");
    CHECK(mail->header("To") == "patient@example.com");
    CHECK(mail->header("Reply-To") == "reception@practice.example.org");
    CHECK(mail->header("Subject") == "Your results – ŵ");
    CHECK(mail->header("Date") == "Mon, 23 Nov 2026 12:00:00 +0000");
    CHECK(mail->header("Message-ID") == "<a1@practice.example.org>");
    CHECK(mail->header("Auto-Submitted") == "auto-generated");
    CHECK(mail->header("MIME-Version") == "1.0");
    CHECK(mail->count("To") == 1);
    CHECK(mail->count("Cc") == 0);
    CHECK(mail->count("Bcc") == 0);
    CHECK(mail->header("Content-Type").starts_with("multipart/alternative;"));
}

TEST_CASE("letter: nobody breaks out of a header") {
    struct Row {
        const char* label;
        std::string value;
        const char* code;
    };

    const std::vector<Row> rows{
        {"a line break and a Bcc", "Hi\r\nBcc: all@example.com", "email.header_control"},
        {"a bare line feed", "Hi\nBcc: all@example.com", "email.header_control"},
        {"a bare carriage return", "Hi\rBcc: all@example.com", "email.header_control"},
        {"a body", "Hi\r\n\r\nBuy this", "email.header_control"},
        {"a nul", std::string("Hi\0there", 8), "email.header_control"},
        {"half a character", "Hi \xc3", "email.text_not_utf8"},
        {"an overlong line feed", "Hi \xc0\x8a", "email.text_not_utf8"},
        {"a surrogate", "Hi \xed\xa0\x80", "email.text_not_utf8"},
    };

    for (const auto& row : rows) {
        CAPTURE(row.label);
        const auto subject = write_letter(letter(row.value, "Hello"));
        REQUIRE_FALSE(subject.ok());
        CHECK(subject.error().code.text() == row.code);

        auto named = letter("Hello", "Hello");
        named.from_name = row.value;
        const auto name = write_letter(named);
        REQUIRE_FALSE(name.ok());
        CHECK(name.error().code.text() == row.code);
    }
}

TEST_CASE("letter: with a page for it, one click unsubscribes") {
    CHECK(read_mail(written("Hello", "Hello"))->count("List-Unsubscribe") == 0);

    auto with = letter("Hello", "Hello");
    with.unsubscribe_url = "https://example.org/u/AbC123?x=1&y=%20";
    const auto out = write_letter(with);
    REQUIRE(out.ok());
    const auto mail = read_mail(*out);
    REQUIRE(mail);
    CHECK(mail->header("List-Unsubscribe") == "<https://example.org/u/AbC123?x=1&y=%20>");
    CHECK(mail->header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");

    for (const std::string& bad :
         {std::string{"http://example.org/u/1"},
          std::string{"https://example.org/u/1>\r\nBcc: all@example.com"},
          std::string{"https://example.org/u>"},
          std::string{"https://example.org/a b"},
          std::string{"https://example.org/\xc5\xb5"},
          "https://example.org/" + std::string(1'000, 'a')}) {
        CAPTURE(bad);
        with.unsubscribe_url = bad;
        const auto refused = write_letter(with);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code.text() == std::string_view{"email.unsubscribe_unusable"});
    }
}

TEST_CASE("letter: an encoded-word smuggled in a subject is shown, not decoded") {
    const auto mail = read_mail(written("=?UTF-8?B?SGFjaw==?=", "Hello"));

    REQUIRE(mail);
    CHECK(mail->header("Subject") == "=?UTF-8?B?SGFjaw==?=");
}

TEST_CASE("letter: a display name cannot end its quotes") {
    auto named = letter("Hello", "Hello");
    named.from_name = R"(Dr "Bob" \ <boss@example.com>, PhD)";
    const auto out = write_letter(named);

    REQUIRE(out.ok());
    CHECK(out->contains(
        R"(From: "Dr \"Bob\" \\ <boss@example.com>, PhD" <surgery@practice.example.org>)"
    ));
}

TEST_CASE("letter: header lines fold below 77 columns, long words too") {
    const std::string words =
        "Your appointment at the surgery on Monday the twenty-third of November is confirmed, "
        "please bring your repeat prescription";
    for (const std::string& subject :
         {words, std::string(300, 'x'), words + " ŵŷ 👩‍⚕️ " + words}) {
        const auto field = unstructured_field("Subject", subject);
        REQUIRE(field.ok());
        std::string_view rest = *field;
        while (!rest.empty()) {
            CHECK(rest.find("\r\n") <= 76);
            rest.remove_prefix(rest.find("\r\n") + 2);
        }
        CHECK(field->contains(' '));
    }
}

TEST_CASE("address: only what can stand unquoted in an envelope is usable") {
    for (const auto* good :
         {"a@b", "first.last+tag@example.co.uk", "o'brien@example.com", "jörg@exämple.test"}) {
        CAPTURE(good);
        CHECK(is_usable_address(good));
    }
    const std::vector<std::string> bad{
        "",
        "@",
        "a@",
        "@b",
        "a",
        "a@b@c",
        "a b@c",
        "a@b>",
        "<a@b",
        "a@b\r\nRCPT TO:<x@y",
        "a@b,c@d",
        "a@b c",
        "\"a\"@b",
        std::string("a@b\0", 4),
        "a@\xff",
        std::string(250, 'a') + "@example.com",
    };
    for (const auto& address : bad) {
        CAPTURE(address);
        CHECK_FALSE(is_usable_address(address));
    }
}

TEST_CASE("quoted-printable: no line over 76 and none ends in white space") {
    CHECK(rc::check([] {
        const auto text = *any_text();
        const auto coded = quoted_printable(text);
        std::string_view rest = coded;
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find("\r\n"));
            RC_ASSERT(line.size() <= 76);
            // Named first: RC_ASSERT takes its expression apart, and its || looks at both sides.
            const bool white_end = line.ends_with(' ') || line.ends_with('\t');
            RC_ASSERT(!white_end);
            rest.remove_prefix(std::min(rest.size(), line.size() + 2));
        }
    }));
}

TEST_CASE("html: the text is escaped, in paragraphs, and its links can be followed") {
    const auto page = html_part(
        "A <b> & c",
        "Dear Mr O'Neil <script>\nsecond line\n\n\nSee https://example.org/a?b=1&c=2. "
        "(http://x.test/y)"
    );

    CHECK(page.contains("<title>A &lt;b&gt; &amp; c</title>"));
    CHECK(page.contains("<p>Dear Mr O&#39;Neil &lt;script&gt;<br>\nsecond line</p>\n<p>See "));
    CHECK(page.contains(
        "<a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>. "
    ));
    CHECK(page.contains("(<a href=\"http://x.test/y\">http://x.test/y</a>)"));
}

TEST_CASE("html: a link cannot carry markup or another scheme") {
    const auto page =
        html_part("s", "javascript:alert(1) https://x.test/\"onmouseover=\"a https://");

    CHECK_FALSE(page.contains("href=\"javascript"));
    CHECK(page.contains(
        "<a href=\"https://x.test/\">https://x.test/</a>&quot;onmouseover=&quot;a https://</p>"
    ));
}

TEST_CASE("message id: the same reference gives the same id, and an odd one cannot break it") {
    CHECK(id_text("k7-2.1") == "k7-2.1");
    CHECK(id_text("a b") == "x612062");
    CHECK(id_text("a>\r\nB") == "x613e0d0a42");
    CHECK(id_text("") == "x");
}

TEST_CASE("date: the day of the week and the month are English words in UTC") {
    CHECK(date_text(sent_at_noon) == "Mon, 23 Nov 2026 12:00:00 +0000");
    CHECK(date_text(TimePoint{Milliseconds{951'782'399'999}}) == "Mon, 28 Feb 2000 23:59:59 +0000");
}
