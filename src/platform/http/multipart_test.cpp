// Goal: whatever pieces the bytes come in, the same parts come out. Method: a text of several parts
// is pushed in every split of two and in pieces of every size; then parts made at random, with
// bodies full of near-boundaries.
#include "platform/http/multipart.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::http;

namespace {

struct Part {
    PartHead head;
    std::string data;
    bool ended = false;
};

struct Parsed {
    std::vector<Part> parts;
    Outcome outcome = done();
};

Parsed parse(
    std::string_view bytes,
    std::size_t piece,
    std::string boundary = "B",
    MultipartLimits limits = {}
) {
    Parsed parsed;
    MultipartCalls calls;
    calls.begin = [&](const PartHead& head) {
        parsed.parts.push_back({head, {}});
        return done();
    };
    calls.data = [&](std::string_view data) {
        parsed.parts.back().data += data;
        return done();
    };
    calls.end = [&] {
        parsed.parts.back().ended = true;
        return done();
    };
    MultipartParser parser(std::move(boundary), std::move(calls), limits);
    while (!bytes.empty() && parsed.outcome.ok()) {
        parsed.outcome = parser.push(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    if (parsed.outcome.ok()) {
        parsed.outcome = parser.finish();
    }
    return parsed;
}

const std::string sample = "preamble\r\n--B\r\n"
                           "Content-Disposition: form-data; name=\"list\"\r\n\r\n"
                           "Flu clinic\r\n--B  \r\n"
                           "content-disposition: FORM-DATA; filename=\"a.csv\"; name=file\r\n"
                           "Content-Type: text/csv\r\n\r\n"
                           "a,b\r\n\r\n--\r\n--C\r\n\r--B \r\n--B\r\n"
                           "Content-Disposition: form-data; name=\"empty\"; filename=\"\"\r\n\r\n"
                           "\r\n--B--\r\nepilogue --B\r\n";

}

TEST_CASE("multipart: fields and files come out whole for every size of piece") {
    for (std::size_t piece = 1; piece <= sample.size(); ++piece) {
        CAPTURE(piece);
        const Parsed parsed = parse(sample, piece);
        REQUIRE(parsed.outcome.ok());
        REQUIRE(parsed.parts.size() == 3);
        CHECK(parsed.parts[0].head.name == "list");
        CHECK_FALSE(parsed.parts[0].head.file_name);
        CHECK(parsed.parts[0].data == "Flu clinic");
        CHECK(parsed.parts[1].head.name == "file");
        CHECK(*parsed.parts[1].head.file_name == "a.csv");
        CHECK(parsed.parts[1].head.content_type == "text/csv");
        CHECK(parsed.parts[1].data == "a,b\r\n\r\n--\r\n--C\r\n\r--B ");
        CHECK(*parsed.parts[2].head.file_name == "");
        CHECK(parsed.parts[2].data.empty());
        CHECK(parsed.parts[2].ended);
    }
}

TEST_CASE("multipart: random parts come back, in random pieces, whatever their bodies hold") {
    const bool held = rc::check("parts in, parts out", [] {
        const auto near = rc::gen::element<std::string>(
            "\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--Bx", "Bxx", "\r\n--Bx\r", "a"
        );
        const auto bodies = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(near)
        );
        const auto piece = *rc::gen::inRange<std::size_t>(1, 40);
        std::string text;
        std::vector<std::string> wanted;
        for (const auto& words : bodies) {
            std::string body;
            for (const std::string& word : words) {
                body += word;
            }
            if (("\r\n" + body + "\r\n").find("\r\n--BxY") != std::string::npos) {
                continue;
            }
            text += "--BxY\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n" + body + "\r\n";
            wanted.push_back(body);
        }
        RC_PRE(wanted.size() <= 100U);
        const Parsed parsed = parse(text + "--BxY--", piece, "BxY");
        RC_ASSERT(parsed.outcome.ok());
        RC_ASSERT(parsed.parts.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            RC_ASSERT(parsed.parts[i].data == wanted[i]);
            RC_ASSERT(parsed.parts[i].ended);
        }
    });
    CHECK(held);
}

TEST_CASE("multipart: every cut is found out") {
    const auto closed = sample.find("--B--") + 5;
    for (std::size_t size = 0; size < closed; ++size) {
        CAPTURE(size);
        CHECK(
            parse(std::string_view(sample).substr(0, size), 7).outcome.error().code
            == ErrorCode("http.multipart_broken")
        );
    }
    CHECK(parse(std::string_view(sample).substr(0, closed), 7).outcome.ok());
}

TEST_CASE("multipart: a name may hold quotes, as browsers and as curl write them, and a file name "
          "loses its folders") {
    struct Case {
        const char* label;
        const char* disposition;
        const char* name;
        const char* file;
    };

    const Case cases[] = {
        {"browser",
         "form-data; name=\"a%22b%0D%0Ac\"; filename=\"100%.csv\"",
         "a\"b\r\nc",
         "100%.csv"},
        {"curl", "form-data; name=\"a\\\"b\\\\c\"; filename=\"x.csv\"", "a\"b\\c", "x.csv"},
        {"old browser", "form-data; name=\"f\"; filename=\"C:\\lists\\x.csv\"", "f", "x.csv"},
        {"hostile", "form-data; name=\"f\"; filename=\"../../etc/x\"", "f", "x"},
        {"semicolon", "form-data; name=\"a;b\"; filename=\"c;d.csv\"", "a;b", "c;d.csv"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.label);
        const Parsed parsed = parse(
            "--B\r\nContent-Disposition: " + std::string(each.disposition) + "\r\n\r\nx\r\n--B--", 5
        );
        REQUIRE(parsed.outcome.ok());
        CHECK(parsed.parts[0].head.name == each.name);
        CHECK(*parsed.parts[0].head.file_name == each.file);
    }
}

TEST_CASE("multipart: nonsense is refused") {
    const char* const heads[] = {
        "\r\n",
        "Content-Type: text/csv\r\n\r\n",
        "Content-Disposition: attachment; name=\"a\"\r\n\r\n",
        "Content-Disposition: form-data\r\n\r\n",
        "Content-Disposition: form-data; filename=\"a\"\r\n\r\n",
        "Content-Disposition: form-data; name=\"a\r\n\r\n",
        "Content-Disposition: form-data; name=\"a\" x\r\n\r\n",
        "Content-Disposition: form-data; name\r\n\r\n",
        "no colon\r\n\r\n",
        "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n",
    };
    for (const char* head : heads) {
        CAPTURE(head);
        CHECK(
            parse("--B\r\n" + std::string(head) + "x\r\n--B--", 3).outcome.error().code
            == ErrorCode("http.multipart_broken")
        );
    }
    CHECK(parse("--Bx\r\n\r\n", 100).outcome.error().code == ErrorCode("http.multipart_broken"));
    CHECK(
        parse("--B" + std::string(1'000, ' '), 10).outcome.error().code
        == ErrorCode("http.multipart_broken")
    );
}

TEST_CASE("multipart: heads and parts are bounded") {
    const std::string head =
        "--B\r\nContent-Disposition: form-data; name=\"" + std::string(5'000, 'a');
    CHECK(parse(head, 100).outcome.error().code == ErrorCode("http.multipart_head_too_large"));
    CHECK(
        parse(head + "\"\r\n\r\n", 10'000).outcome.error().code
        == ErrorCode("http.multipart_head_too_large")
    );

    std::string many;
    for (int i = 0; i < 3; ++i) {
        many += "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
    }
    CHECK(
        parse(many + "--B--", 9, "B", {.head_bytes_max = 100, .parts_max = 2}).outcome.error().code
        == ErrorCode("http.multipart_parts_too_many")
    );
    CHECK(parse(many + "--B--", 9, "B", {.head_bytes_max = 100, .parts_max = 3}).outcome.ok());
}

TEST_CASE("multipart: an error of the caller's ends the parsing") {
    MultipartCalls calls;
    calls.begin = [](const PartHead&) -> Outcome { return invalid("upload.refused"); };
    calls.data = [](std::string_view) { return done(); };
    calls.end = [] { return done(); };
    MultipartParser parser("B", std::move(calls));

    CHECK(parser.push(sample).error().code == ErrorCode("upload.refused"));
}

TEST_CASE("multipart: the boundary is taken from the content type") {
    CHECK(*multipart_boundary("multipart/form-data; boundary=abc") == "abc");
    CHECK(*multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b;c\"") == "a b;c");
    CHECK(
        multipart_boundary("multipart/form-data").error().code == ErrorCode("http.multipart_broken")
    );
    CHECK(
        multipart_boundary("multipart/form-data; boundary=").error().code
        == ErrorCode("http.multipart_broken")
    );
    CHECK(
        multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')).error().code
        == ErrorCode("http.multipart_broken")
    );
    CHECK(
        multipart_boundary("text/plain; boundary=a").error().code == ErrorCode("http.media_type")
    );
    CHECK(multipart_boundary("").error().code == ErrorCode("http.media_type"));
}
