#include "edge/smpp/message_parts.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::smpp;
using State = Part::State;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t bad_number = 0x0B;
constexpr std::uint32_t throttled = 0x58;

Part accepted(const char* reference) {
    return {.state = State::accepted, .reference = reference, .submits = 1};
}

Part refused(std::uint32_t status) {
    return {.state = State::refused, .status = status, .submits = 1};
}

Part not_sent(std::uint32_t status, unsigned submits = 1) {
    return {.state = State::not_sent, .status = status, .submits = submits};
}

Part unknown() {
    return {.state = State::unknown, .reason = "sms.no_answer", .submits = 1};
}

Part in_flight() {
    return {.state = State::in_flight, .submits = 1};
}

Part waiting() {
    return {};
}

// One word for each way it can end, so that the table below can be read.
std::string ends(std::vector<Part> parts, bool link_up = true) {
    const auto conclusion = conclude(parts, 1s, link_up);
    if (std::holds_alternative<KeepWaiting>(conclusion)) {
        return "waits";
    }
    if (std::holds_alternative<SendRest>(conclusion)) {
        return "sends the rest";
    }
    const auto& outcome = std::get<send::AttemptOutcome>(conclusion);
    if (const auto* taken = std::get_if<send::Accepted>(&outcome)) {
        std::string all = "accepted";
        for (const auto& reference : taken->provider_references) {
            all += " " + reference;
        }
        return all;
    }
    if (const auto* refusal = std::get_if<send::Refused>(&outcome)) {
        return (refusal->how_long == send::Refused::For::good ? "refused for good " : "refused now "
               )
               + refusal->reason;
    }
    if (const auto* unsent = std::get_if<send::NotSent>(&outcome)) {
        return "not sent " + unsent->reason;
    }
    return "in doubt " + std::get<send::InDoubt>(outcome).reason;
}

}

TEST_CASE("parts: accepted only when all are, with every reference in order") {
    CHECK(ends({accepted("a")}) == "accepted a");
    CHECK(ends({accepted("a"), accepted("b"), accepted("c")}) == "accepted a b c");
    CHECK(ends({accepted("a"), in_flight()}) == "waits");
    CHECK(ends({accepted("a"), waiting()}) == "waits");
}

TEST_CASE("parts: refused as the part was, when nothing of it can have arrived") {
    CHECK(ends({refused(bad_number)}) == "refused for good sms.number_refused");
    CHECK(ends({refused(0xFF), refused(bad_number)}) == "refused for good sms.number_refused");
    CHECK(ends({refused(0xFF)}) == "refused now sms.refused_for_now");
    CHECK(ends({refused(bad_number), waiting()}) == "refused for good sms.number_refused");
}

TEST_CASE("parts: a fragment that may have arrived makes a refusal one for good") {
    CHECK(ends({accepted("a"), refused(0xFF)}) == "refused for good sms.partly_refused");
    CHECK(ends({unknown(), refused(0xFF)}) == "refused for good sms.partly_refused");
    CHECK(ends({refused(0xFF), in_flight()}) == "waits");
}

TEST_CASE("parts: an unknown part leaves the message in doubt") {
    CHECK(ends({unknown()}) == "in doubt sms.no_answer");
    CHECK(ends({accepted("a"), unknown()}) == "in doubt sms.no_answer");
    CHECK(ends({not_sent(throttled), unknown()}) == "in doubt sms.no_answer");
    CHECK(ends({unknown(), waiting()}) == "in doubt sms.no_answer");
}

TEST_CASE("parts: not sent only when no part can have arrived") {
    CHECK(ends({not_sent(throttled)}) == "not sent gateway.throttled");
    CHECK(ends({not_sent(throttled), waiting()}) == "not sent gateway.throttled");
    CHECK(ends({waiting(), waiting()}, false) == "not sent gateway.connection_lost");
}

TEST_CASE("parts: the rest is sent again while that can help, then it is in doubt") {
    CHECK(ends({accepted("a"), not_sent(throttled)}) == "sends the rest");
    CHECK(
        ends({accepted("a"), not_sent(throttled, part_submits_max)}) == "in doubt sms.partly_sent"
    );
    CHECK(ends({accepted("a"), not_sent(throttled)}, false) == "in doubt sms.partly_sent");
    CHECK(ends({accepted("a"), waiting()}, false) == "in doubt sms.partly_sent");
}

TEST_CASE("parts: whatever the parts, 'not sent' and 'accepted' are said only when they are certain"
) {
    CHECK(rc::check([](bool link_up) {
        const auto size = *rc::gen::inRange<std::size_t>(1, 8);
        std::vector<Part> parts;
        parts.reserve(size);
        for (std::size_t i = 0; i < size; ++i) {
            parts.push_back(*rc::gen::element(
                accepted("x"),
                refused(bad_number),
                refused(0xFF),
                not_sent(throttled),
                unknown(),
                waiting(),
                in_flight()
            ));
        }
        const auto has = [&](State state) {
            return std::ranges::any_of(parts, [&](const Part& p) { return p.state == state; });
        };
        const auto end = ends(parts, link_up);
        if (end.starts_with("not sent")) {
            RC_ASSERT(!has(State::accepted) && !has(State::unknown) && !has(State::in_flight));
        }
        if (end.starts_with("accepted")) {
            RC_ASSERT(!has(State::refused) && !has(State::unknown) && !has(State::in_flight));
            RC_ASSERT(!has(State::not_sent) && !has(State::waiting));
        }
        RC_ASSERT(
            (end == "waits") == (has(State::in_flight) || (end == "waits" && has(State::waiting)))
        );
        if (!link_up && !has(State::in_flight)) {
            RC_ASSERT(end != "waits");
            RC_ASSERT(end != "sends the rest");
        }
    }));
}
