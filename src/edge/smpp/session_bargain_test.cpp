// The bargain of flow/send/gateway.hpp, tried at every byte: whatever is cut, late or forged, each
// submission ends exactly once, and 'not sent' and 'accepted' are said only where the centre's own
// ledger agrees.
#include "edge/smpp/scripted_centre.hpp"
#include "edge/smpp/session.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

// Which numbers, with how many parts each; see ScriptedCentre for what their last digits do.
struct Sent {
    std::int64_t position;
    std::size_t parts;
};

constexpr Sent sent[] = {{5, 1}, {1, 1}, {11, 3}, {2, 1}, {3, 1}, {21, 2}, {4, 2}, {31, 1}};

std::string text_in_parts(std::size_t parts) {
    return std::string(parts == 1 ? 20 : 153 * parts - 10, 'a');
}

// A line that carries so many bytes in each direction and then breaks.
struct Line {
    std::uint64_t to_centre;
    std::uint64_t to_us;
};

struct Exchange {
    Rig rig;
    ScriptedCentre centre;
    std::uint64_t carried_to_centre = 0;
    std::uint64_t carried_to_us = 0;

    // True while the line carries.
    bool turn(const Line& line) {
        const std::string bytes = rig.output();
        const auto out = std::min<std::uint64_t>(bytes.size(), line.to_centre - carried_to_centre);
        carried_to_centre += out;
        std::string reply = centre.read(bytes.substr(0, out));
        const auto in = std::min<std::uint64_t>(reply.size(), line.to_us - carried_to_us);
        carried_to_us += in;
        rig.in(reply.substr(0, in));
        return out == bytes.size() && in == reply.size();
    }

    // The whole script, until the line breaks or nothing more is to be said.
    void run(const Line& line) {
        rig.session.connected(rig.now);
        bool carries = turn(line);
        for (const Sent& each : sent) {
            rig.submit(submission(each.position, text_in_parts(each.parts)));
        }
        for (int second = 0; carries && second < 60; ++second) {
            carries = turn(line);
            rig.pass(1s);
        }
    }

    void check(std::size_t at) {
        for (const Sent& each : sent) {
            const std::string end = rig.end_of(each.position);
            const int received = centre.received[each.position];
            CAPTURE(at);
            CAPTURE(each.position);
            CAPTURE(end);
            CAPTURE(received);
            REQUIRE(rig.ended.count(each.position) == 1);
            if (end.starts_with("not_sent")) {
                REQUIRE(centre.taken[each.position] == 0);
            }
            if (end.starts_with("accepted")) {
                REQUIRE(centre.taken[each.position] >= static_cast<int>(each.parts));
            }
        }
    }
};

}

TEST_CASE("bargain: uncut, every message ends as the centre decided") {
    Exchange exchange;
    exchange.run({~0ULL, ~0ULL});
    exchange.rig.lose();

    exchange.check(0);
    CHECK(exchange.rig.end_of(1) == "accepted m1.1");
    CHECK(exchange.rig.end_of(11) == "accepted m11.1 m11.2 m11.3");
    CHECK(exchange.rig.end_of(2) == "refused sms.number_refused");
    CHECK(exchange.rig.end_of(3) == "not_sent gateway.throttled");
    CHECK(exchange.rig.end_of(4) == "refused sms.partly_refused");
    CHECK(exchange.rig.end_of(5) == "in_doubt sms.answer_unreadable");
}

TEST_CASE("bargain: cut at every byte towards the centre, with the cut known, nothing received is "
          "'not sent'") {
    Exchange whole;
    whole.run({~0ULL, ~0ULL});
    const std::uint64_t bytes = whole.carried_to_centre;
    REQUIRE(bytes > 1000);

    for (std::uint64_t k = 0; k <= bytes; ++k) {
        Exchange exchange;
        exchange.run({k, ~0ULL});
        exchange.rig.session.lost(k);
        exchange.rig.listen();

        exchange.check(k);
        for (const Sent& each : sent) {
            // And nobody is in doubt whose fate is certain.
            if (exchange.centre.received[each.position] == 0) {
                REQUIRE(exchange.rig.end_of(each.position).starts_with("not_sent"));
            }
        }
    }
}

TEST_CASE("bargain: cut at every byte towards the centre, with the cut unknown, in doubt rather "
          "than wrong") {
    Exchange whole;
    whole.run({~0ULL, ~0ULL});

    for (std::uint64_t k = 0; k <= whole.carried_to_centre; ++k) {
        Exchange exchange;
        exchange.run({k, ~0ULL});
        exchange.rig.lose();

        exchange.check(k);
    }
}

TEST_CASE("bargain: cut at every byte of the answers, what was not answered is in doubt") {
    Exchange whole;
    whole.run({~0ULL, ~0ULL});
    const std::uint64_t bytes = whole.carried_to_us;
    REQUIRE(bytes > 200);

    for (std::uint64_t j = 0; j <= bytes; ++j) {
        Exchange exchange;
        exchange.run({~0ULL, j});
        exchange.rig.lose();

        exchange.check(j);
    }
}

TEST_CASE("bargain: answers that arrive one byte at a time mean the same") {
    Exchange exchange;
    Rig& rig = exchange.rig;
    const auto drip = [&] {
        for (const char byte : exchange.centre.read(rig.output())) {
            rig.in(std::string_view{&byte, 1});
        }
    };
    rig.session.connected(rig.now);
    drip();
    for (const Sent& each : sent) {
        rig.submit(submission(each.position, text_in_parts(each.parts)));
    }
    for (int second = 0; second < 60; ++second) {
        drip();
        rig.pass(1s);
    }
    rig.lose();

    exchange.check(0);
    CHECK(rig.end_of(11) == "accepted m11.1 m11.2 m11.3");
}

TEST_CASE("bargain: stopped at any time, what lay in our buffer is not sent, and the rest finishes"
) {
    const Line whole{~0ULL, ~0ULL};
    for (int turns = 0; turns <= 12; ++turns) {
        Exchange exchange;
        Rig& rig = exchange.rig;
        rig.session.connected(rig.now);
        exchange.turn(whole);
        for (const Sent& each : sent) {
            rig.submit(submission(each.position, text_in_parts(each.parts)));
        }
        for (int turn = 0; turn < turns; ++turn) {
            exchange.turn(whole);
            rig.pass(1s);
        }
        rig.submit(submission(41, text_in_parts(3)));
        rig.session.stop(rig.now);
        rig.listen();
        for (int second = 0; second < 60; ++second) {
            exchange.turn(whole);
            rig.pass(1s);
        }
        rig.lose();

        REQUIRE(rig.ended.count(41) == 1);
        REQUIRE(rig.end_of(41).starts_with("not_sent"));
        REQUIRE(exchange.centre.received[41] == 0);
        exchange.check(static_cast<std::size_t>(turns));
        for (const Sent& each : sent) {
            if (rig.end_of(each.position) == "not_sent gateway.stopped") {
                REQUIRE(exchange.centre.received[each.position] == 0);
            }
        }
    }
}

namespace {

std::string anything_a_peer_may_say() {
    const auto sequence = *rc::gen::weightedOneOf<std::uint32_t>({
        {8, rc::gen::inRange<std::uint32_t>(0, 24)},
        {1, rc::gen::arbitrary<std::uint32_t>()},
    });
    const auto status = *rc::gen::element<std::uint32_t>(
        0, 0, 0, 0x01, 0x04, 0x08, 0x0A, 0x0B, 0x14, 0x45, 0x58, 0x64, 0xC4, 0xFF, 0x400
    );
    const auto command = *rc::gen::weightedElement<Command>({
        {12, Command::submit_sm_resp},
        {4, Command::deliver_sm},
        {2, Command::enquire_link},
        {2, Command::enquire_link_resp},
        {1, Command::bind_transceiver_resp},
        {1, Command::generic_nack},
        {1, Command::submit_sm},
        {1, static_cast<Command>(0x103)},
    });
    std::string bytes;
    if (command == Command::submit_sm_resp) {
        bytes = bytes_of({command, status, sequence}, MessageResp{.message_id = "id"});
    } else if (command == Command::deliver_sm) {
        const ShortMessage message{.esm_class = 0x04, .text = "id:id stat:DELIVRD err:000"};
        bytes = bytes_of({command, status, sequence}, message);
    } else {
        bytes = bytes_of({command, status, sequence});
    }
    if (*rc::gen::inRange(0, 12) == 0) {
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    }
    if (*rc::gen::inRange(0, 40) == 0) {
        bytes = *rc::gen::arbitrary<std::string>();
    }
    return bytes;
}

}

TEST_CASE("bargain: whatever a peer says and whenever, each submission ends once, within the window"
) {
    CHECK(rc::check([] {
        auto settings = settings_for_test();
        settings.window = *rc::gen::inRange<std::size_t>(1, 12);
        settings.per_second_max = *rc::gen::element<std::size_t>(0, 0, 1, 20);
        Rig rig{settings};
        rig.bind();
        std::int64_t submitted = 0;
        const auto steps = *rc::gen::inRange(0, 60);
        for (int step = 0; step < steps; ++step) {
            switch (*rc::gen::weightedElement<int>(
                {{12, 0}, {12, 1}, {12, 2}, {12, 3}, {12, 4}, {36, 5}, {1, 6}}
            )) {
            case 0:
            case 1:
                rig.submit(
                    submission(++submitted, text_in_parts(*rc::gen::inRange<std::size_t>(1, 4)))
                );
                break;
            case 2:
                rig.output();
                break;
            case 3:
                rig.pass(Milliseconds{*rc::gen::element(1, 100, 1000, 5000, 31'000)});
                break;
            case 4:
                if (auto batch = rig.session.take_receipts()) {
                    rig.session.kept(batch->sequences, *rc::gen::arbitrary<bool>());
                }
                break;
            case 6:
                rig.session.stop(rig.now);
                rig.listen();
                break;
            default:
                rig.in(anything_a_peer_may_say());
                break;
            }
            const auto open = static_cast<std::size_t>(submitted) - rig.ended.size();
            RC_ASSERT(open <= settings.window);
            RC_ASSERT(rig.session.free_slots(rig.now) + open <= settings.window);
        }
        rig.lose();
        RC_ASSERT(rig.ended.size() == static_cast<std::size_t>(submitted));
        for (std::int64_t position = 1; position <= submitted; ++position) {
            RC_ASSERT(rig.ended.count(position) == 1U);
        }
        RC_ASSERT(rig.session.idle());
        for (const auto& [position, outcome] : rig.late) {
            RC_ASSERT(rig.late.count(position) == 1U);
            RC_ASSERT(rig.end_of(position).starts_with("in_doubt"));
            RC_ASSERT(!outcome.starts_with("in_doubt"));
        }
        RC_ASSERT(rig.account.submits_in_flight == 0U);
    }));
}
