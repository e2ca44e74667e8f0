// Bytes from a mail server, cut anywhere: every letter that the session took ends exactly once, and
// the reader of replies says the same however its bytes are cut.
#include "edge/smtp/capabilities.hpp"
#include "edge/smtp/session.hpp"
#include "tests/fuzz/pieces.hpp"

#include <map>

namespace {

using namespace cohort;
using namespace cohort::smtp;

struct Told {
    std::vector<int> codes;
    std::vector<std::string> lines;
    bool unreadable = false;

    friend bool operator==(const Told&, const Told&) = default;
};

void tell_all(ReplyReader& reader, Told& told) {
    Reply reply;
    auto state = reader.next(reply);
    for (; state == ReplyReader::State::complete; state = reader.next(reply)) {
        COHORT_ENSURE(
            reply.code >= 200 && reply.code <= 599, "a code outside the table is a reply"
        );
        COHORT_ENSURE(!reply.lines.empty(), "a reply has a line");
        COHORT_ENSURE(reply.lines.size() <= ReplyReader::reply_lines_max, "a reply has no end");
        told.codes.push_back(reply.code);
        told.lines.insert(told.lines.end(), reply.lines.begin(), reply.lines.end());
        read_capabilities(reply);
        reply_detail(reply);
    }
    told.unreadable = told.unreadable || state == ReplyReader::State::unreadable;
}

Told read_replies(std::string_view bytes, std::size_t piece_bytes) {
    ReplyReader reader;
    Told told;
    fuzz::each_piece(bytes, piece_bytes, [&](std::string_view piece) {
        reader.append(piece);
        tell_all(reader, told);
        return !told.unreadable;
    });
    return told;
}

Outgoing letter(std::int64_t position) {
    return {
        {PracticeId{1}, BulkMessageId{2}, Position{position}, AttemptNumber{1}},
        "bounce@practice.example.org",
        position == 2 ? "m\xC3\xBCller@example.com"
                      : "p" + std::to_string(position) + "@example.com",
        "Subject: flu\r\n\r\n.a dot\r\n" + std::string(position == 3 ? 5'000 : 0, 'a') + "\r\n",
        "id" + std::to_string(position),
    };
}

struct Conversation {
    Session session;
    std::int64_t taken = 0;
    std::map<std::int64_t, int> ended = {};

    void move(std::size_t piece_bytes) {
        if (session.state() == Session::State::wants_tls) {
            session.tls_established();
        }
        while (taken < 6 && session.room() > 0) {
            session.take(letter(++taken));
        }
        session.next_piece(piece_bytes);
        collect();
    }

    void collect() {
        for (const Ended& each : session.take_ended()) {
            ++ended[each.key.position.value];
        }
    }
};

void converse(std::string_view bytes, std::uint8_t choice) {
    SessionOptions options{"cohort.example.org", Security{choice % 3}, std::nullopt};
    if ((choice & 4U) != 0) {
        options.login = Login{"user", Password{"secret"}};
    }
    // A slow line leaves some of what was said unsent when the next answer comes.
    const std::size_t written = (choice & 8U) != 0 ? 64 : 100'000;
    Conversation conversation{Session{std::move(options)}};

    fuzz::each_piece(bytes, 1U + (choice >> 4U) * 7U, [&](std::string_view piece) {
        conversation.move(written);
        conversation.session.received(piece);
        conversation.collect();
        return conversation.session.state() != Session::State::over;
    });
    conversation.move(written);
    conversation.session.cut(Cut{choice % 3});
    conversation.collect();

    COHORT_ENSURE(conversation.session.idle(), "something is open after the end");
    COHORT_ENSURE(
        static_cast<std::int64_t>(conversation.ended.size()) == conversation.taken,
        "a letter was taken and never ended"
    );
    for (const auto& [position, times] : conversation.ended) {
        COHORT_ENSURE(times == 1, "a letter ended twice");
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    COHORT_ENSURE(
        read_replies(bytes, 1U + choice) == read_replies(bytes, size), "cutting changed a reply"
    );
    converse(bytes, choice);
    return 0;
}
