#include "edge/smtp/replies.hpp"

#include "edge/smtp/base64.hpp"
#include "edge/smtp/capabilities.hpp"
#include "edge/smtp/settings.hpp"
#include "edge/smtp/transparency.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smtp;

namespace {

ReplyReader::State read(std::string_view bytes, Reply& reply) {
    ReplyReader reader;
    reader.append(bytes);
    return reader.next(reply);
}

}

TEST_CASE("replies: one line, several lines, with and without text") {
    Reply reply;
    CHECK(read("250 ok\r\n", reply) == ReplyReader::State::complete);
    CHECK(reply.code == 250);
    CHECK(read("250\r\n", reply) == ReplyReader::State::complete);
    CHECK(reply.lines == std::vector<std::string>{""});
    CHECK(read("550-5.1.1 no\n550 5.1.1 really\n", reply) == ReplyReader::State::complete);
    CHECK(reply.lines.size() == 2);
    CHECK(reply.enhanced == EnhancedStatus{5, 1, 1});
    CHECK(reply_detail(reply) == "550 5.1.1");
}

TEST_CASE("replies: what is not a reply is said to be unreadable") {
    Reply reply;
    const std::vector<std::string> bad{
        "\r\n",
        "25\r\n",
        "2500 x\r\n",
        "abc hello\r\n",
        "150 x\r\n",
        "600 x\r\n",
        "250_x\r\n",
        "250-a\r\n251 b\r\n",
        "250-a\r\n\r\n",
        std::string(20'000, '2'),
        "250 " + std::string(20'000, 'x') + "\r\n",
        [] {
            std::string s;
            for (int i = 0; i < 101; ++i) {
                s += "250-x\r\n";
            }
            return s;
        }(),
    };
    for (const auto& each : bad) {
        CHECK(read(each, reply) == ReplyReader::State::unreadable);
    }
    ReplyReader reader;
    reader.append("nonsense\r\n250 ok\r\n");
    CHECK(reader.next(reply) == ReplyReader::State::unreadable);
    CHECK(reader.next(reply) == ReplyReader::State::unreadable);
}

TEST_CASE("replies: half a reply is none yet") {
    Reply reply;
    for (const auto* half :
         {"", "2", "250", "250 ok", "250 ok\r", "250-ok\r\n", "250-ok\r\n250 "}) {
        CHECK(read(half, reply) == ReplyReader::State::incomplete);
    }
}

TEST_CASE("replies: enhanced codes only in their own form and class") {
    CHECK(read_enhanced_status("5.7.515 x") == EnhancedStatus{5, 7, 515});
    for (const auto* bad :
         {"", "5", "5.", "5.1", "5.1.", "5.1.1x", "3.1.1", "5.1000.1", "a.b.c", "5 .1.1"}) {
        CHECK_FALSE(read_enhanced_status(bad));
    }
    Reply reply;
    read("550 4.1.1 x\r\n", reply);
    CHECK_FALSE(reply.enhanced);
}

TEST_CASE("replies: any bytes, cut anywhere, are read alike and never kept beyond the limit") {
    CHECK(rc::check([] {
        const auto piece = rc::gen::element<std::string>(
            "250", "-", " ", "\r\n", "\n", "\r", "5.1.1", "x", "\xff", "550 "
        );
        std::string bytes;
        for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) {
            bytes += each;
        }
        const auto read_all = [&bytes](std::size_t step) {
            ReplyReader reader;
            std::vector<int> codes;
            for (std::size_t i = 0; i < bytes.size(); i += step) {
                reader.append(std::string_view{bytes}.substr(i, step));
                Reply reply;
                auto state = reader.next(reply);
                while (state == ReplyReader::State::complete) {
                    codes.push_back(reply.code);
                    state = reader.next(reply);
                }
                if (state == ReplyReader::State::unreadable) {
                    codes.push_back(-1);
                    break;
                }
            }
            return codes;
        };
        RC_ASSERT(read_all(1) == read_all(bytes.size() + 1));
    }));
}

TEST_CASE("capabilities: keywords in any case, old AUTH form, unknown ones passed over") {
    Reply reply;
    reply.code = 250;
    reply.lines = {
        "pipelining.example",
        "STARTTLS",
        "pipelining",
        "AUTH=LOGIN PLAIN",
        "Size 1000",
        "XFOO bar",
        "SMTPUTF8",
        "8bitmime"
    };
    const auto found = read_capabilities(reply);
    CHECK(found.starttls);
    CHECK(found.pipelining);
    CHECK(found.auth_plain);
    CHECK(found.auth_login);
    CHECK(found.smtputf8);
    CHECK(found.eight_bit_mime);
    CHECK(found.size_max == 1000);

    reply.lines = {"PIPELINING", "AUTH CRAM-MD5", "SIZE", "SIZE 99999999999999999999999"};
    const auto less = read_capabilities(reply);
    CHECK_FALSE(less.pipelining); // the first line is a name
    CHECK_FALSE(less.auth_plain);
    CHECK(less.size_max == 0);
}

TEST_CASE("base64: the vectors of RFC 4648") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xff\xfe\xfd") == "//79");
}

TEST_CASE("transparency: dots are doubled at line starts only, and a bare line end is our bug") {
    std::string out;
    append_transparent(out, ".\r\n..a\r\nb.\r\n\r\n");
    CHECK(out == "..\r\n...a\r\nb.\r\n\r\n.\r\n");
    CHECK_THROWS_AS(append_transparent(out, "a\n"), Bug);
    CHECK_THROWS_AS(append_transparent(out, "a\r"), Bug);
    CHECK_THROWS_AS(append_transparent(out, "a"), Bug);
    CHECK_THROWS_AS(append_transparent(out, "a\r\r\n"), Bug);
}

TEST_CASE("settings: mail in clear is for this machine only, and every address is checked") {
    SmtpSettings good;
    good.host = "127.0.0.1";
    good.envelope_from = "bounce@practice.example.org";
    good.from_address = "surgery@practice.example.org";
    good.message_id_domain = "practice.example.org";
    good.security = Security::none_insecure;
    CHECK(check(good).ok());

    for (const auto* host :
         {"relay.example.org", "10.0.0.1", "127.0.0.1.example.org", "127.evil"}) {
        auto bad = good;
        bad.host = host;
        CHECK(check(bad).error().code.text() == "smtp.insecure_not_loopback");
        bad.security = Security::starttls_required;
        CHECK(check(bad).ok());
    }
    const auto code = [&good](auto change) {
        auto bad = good;
        change(bad);
        return std::string{check(bad).error().code.text()};
    };
    CHECK(code([](auto& s) { s.host = ""; }) == "smtp.host_missing");
    CHECK(code([](auto& s) { s.port = 0; }) == "smtp.host_missing");
    CHECK(code([](auto& s) { s.envelope_from = "x>\r\nRCPT TO:<y@z"; }) == "smtp.address_unusable");
    CHECK(code([](auto& s) { s.from_address = "nobody"; }) == "smtp.address_unusable");
    CHECK(code([](auto& s) { s.message_id_domain = "a b"; }) == "smtp.domain_unusable");
    CHECK(code([](auto& s) { s.ehlo_name = "x\r\nQUIT"; }) == "smtp.domain_unusable");
    CHECK(code([](auto& s) { s.connections_max = 0; }) == "smtp.connections_max");
}
