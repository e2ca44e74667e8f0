// Two halves. Any subject and text become a letter that the simulator's reader, which shares
// nothing with the writer, reads back word for word, and out of whose headers nobody breaks. Any
// bytes are mail that the simulator's reader survives.
#include "edge/smtp/mime/letter.hpp"
#include "edge/smtp/transparency.hpp"
#include "simulator/mail/mime.hpp"
#include "simulator/text.hpp"
#include "tests/fuzz/pieces.hpp"

#include <string>

namespace {

using namespace cohort;

constexpr TimePoint at_noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23};

void check_lines(std::string_view letter) {
    std::size_t line_start = 0;
    for (std::size_t at = 0; at < letter.size(); ++at) {
        const char c = letter[at];
        COHORT_ENSURE(static_cast<unsigned char>(c) < 0x80, "a letter is US-ASCII");
        COHORT_ENSURE(c != '\r' || letter.substr(at).starts_with("\r\n"), "a bare CR leaves");
        COHORT_ENSURE(c != '\n' || (at > 0 && letter[at - 1] == '\r'), "a bare LF leaves");
        if (c == '\n') {
            COHORT_ENSURE(at + 1 - line_start <= 1000, "a line is too long for a relay");
            line_start = at + 1;
        }
    }
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

// What a text is once its line ends are one kind, which is all that writing may change.
std::string plain_lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool pair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (!pair) {
            out += text[at] == '\r' ? '\n' : text[at];
        }
    }
    while (out.ends_with('\n')) {
        out.pop_back();
    }
    return out;
}

void write_and_read(std::string_view subject, std::string_view text) {
    const auto letter = smtp::mime::write_letter(
        {.from_name = subject,
         .from_address = "surgery@practice.example.org",
         .reply_to = "",
         .to = "ann@example.com",
         .subject = subject,
         .text = text,
         .message_id = "1.2@practice.example.org",
         .date = at_noon}
    );
    if (!letter.ok()) {
        return;
    }
    check_lines(*letter);
    const std::string_view head = std::string_view(*letter).substr(0, letter->find("\r\n\r\n"));
    COHORT_ENSURE(count(head, "\r\nTo: ") == 1, "a letter has one To");
    COHORT_ENSURE(count(head, "\r\nCc:") + count(head, "\r\nBcc:") == 0, "a letter has no copies");

    const auto read = simulator::mail::read_mail(*letter);
    COHORT_ENSURE(plain_lines(read.plain) == plain_lines(text), "a text is read as it was written");

    std::string on_the_wire;
    smtp::append_transparent(on_the_wire, *letter);
    COHORT_ENSURE(count(on_the_wire, "\r\n.\r\n") == 1, "a text ends the letter before its end");
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto read = simulator::mail::read_mail(bytes);
    COHORT_ENSURE(simulator::valid_utf8(read.plain) == read.plain, "what is shown is UTF-8");
    COHORT_ENSURE(simulator::valid_utf8(read.subject) == read.subject, "a subject shown is UTF-8");

    const std::size_t subject_bytes = std::min<std::size_t>(fuzz::take_choice(bytes), bytes.size());
    write_and_read(bytes.substr(0, subject_bytes), bytes.substr(subject_bytes));
    return 0;
}
