#include "domain/message_state.hpp"

#include <doctest/doctest.h>
#include <map>
#include <set>
#include <string>

using namespace cohort::domain;

TEST_CASE("message_state: of all 196 pairs exactly these are arrows") {
    // Written out again from DESIGN §5 by the state they leave, to hold the table to it. Where
    // 'delivered' comes last it is §4's rule: a delivered for any attempt makes the message
    // delivered, whatever became of a later one.
    const std::map<std::string, std::set<std::string>> arrows = {
        {"planned", {"queued", "skipped", "cancelled", "expired"}},
        {"queued",
         {"leased", "skipped", "expired", "held", "cancelled", "in_doubt", "no_receipt", "delivered"
         }},
        {"leased",
         {"attempting", "queued", "cancelled", "expired", "in_doubt", "no_receipt", "delivered"}},
        {"attempting",
         {"accepted",
          "queued",
          "refused",
          "in_doubt",
          "no_receipt",
          "expired",
          "cancelled",
          "delivered"}},
        {"accepted", {"delivered", "failed", "no_receipt", "in_doubt"}},
        {"failed", {"delivered", "queued"}},
        {"refused", {"delivered", "queued"}},
        {"no_receipt", {"delivered", "queued"}},
        {"in_doubt", {"accepted", "delivered", "failed", "queued", "no_receipt"}},
        {"held", {"queued", "cancelled", "delivered"}},
        {"cancelled", {"delivered"}},
        {"expired", {"delivered", "queued"}},
    };
    int allowed = 0;
    for (const MessageState from : message_states_all) {
        for (const MessageState to : message_states_all) {
            CAPTURE(text(from));
            CAPTURE(text(to));
            const auto leaving = arrows.find(std::string{text(from)});
            const bool expected =
                leaving != arrows.end() && leaving->second.contains(std::string{text(to)});
            CHECK(may_become(from, to) == expected);
            allowed += expected ? 1 : 0;
        }
    }
    CHECK(allowed == 48);
}

TEST_CASE("message_state: an end is left by nothing, or by a receipt of an earlier attempt alone") {
    using enum MessageState;
    for (const MessageState to : message_states_all) {
        CAPTURE(text(to));
        CHECK_FALSE(may_become(delivered, to));
        CHECK_FALSE(may_become(skipped, to));
        CHECK(may_become(cancelled, to) == (to == delivered));
        CHECK(may_become(expired, to) == (to == delivered || to == queued));
    }
}

TEST_CASE(
    "message_state: only the mark leads to attempting, and a marked message is never leased again"
) {
    for (const MessageState from : message_states_all) {
        CHECK(may_become(from, MessageState::attempting) == (from == MessageState::leased));
        CHECK(may_become(from, MessageState::leased) == (from == MessageState::queued));
    }
}

TEST_CASE("message_state: what the gateway has, or may have, cannot be cancelled") {
    for (const MessageState from :
         {MessageState::accepted, MessageState::in_doubt, MessageState::delivered}) {
        CHECK_FALSE(may_become(from, MessageState::cancelled));
        CHECK_FALSE(may_become(from, MessageState::skipped));
    }
    CHECK_FALSE(may_become(MessageState::attempting, MessageState::skipped));
}

TEST_CASE("message_state: words are read back") {
    std::set<std::string_view> seen;
    for (const MessageState state : message_states_all) {
        CHECK(seen.insert(text(state)).second);
        CHECK(parse_message_state(text(state)) == state);
        CHECK_FALSE(words(state).empty());
    }
    CHECK(seen.size() == message_states_count);
    for (const char* other : {"", "Queued", "sent", "in doubt"}) {
        CHECK_FALSE(parse_message_state(other).has_value());
    }
}

TEST_CASE("message_state: people see eight words") {
    using enum MessageState;
    const std::map<MessageState, std::string_view> seen = {
        {planned, "Waiting"},
        {queued, "Waiting"},
        {leased, "Waiting"},
        {held, "Waiting"},
        {attempting, "Sending"},
        {accepted, "Sent"},
        {no_receipt, "Sent"},
        {delivered, "Delivered"},
        {failed, "Failed"},
        {refused, "Failed"},
        {in_doubt, "Not confirmed"},
        {skipped, "Left out"},
        {cancelled, "Stopped"},
        {expired, "Stopped"},
    };
    CHECK(seen.size() == message_states_count);
    for (const auto& [state, shown_words] : seen) {
        CAPTURE(text(state));
        CHECK(words(shown(state)) == shown_words);
    }
    CHECK(words(held) == "Waiting (needs you)");
    CHECK(words(no_receipt) == "Sent (no receipt)");
    CHECK(words(in_doubt) == "Not confirmed");
    CHECK(text(ShownState::not_confirmed) == "not_confirmed");
}

TEST_CASE("message_state: only failed, refused and expired are tried again without a tick") {
    using enum MessageState;
    for (const MessageState state : message_states_all) {
        CAPTURE(text(state));
        const bool expected = state == failed || state == refused || state == expired;
        CHECK(may_be_tried_again(state) == expected);
        CHECK((!expected || may_become(state, queued)));
        CHECK_FALSE((is_open(state) && is_error(state)));
    }
    CHECK(may_become(no_receipt, queued));
    CHECK(may_become(in_doubt, queued));
    CHECK(is_error(in_doubt));
    CHECK(is_error(expired));
    CHECK_FALSE(is_error(skipped));
    CHECK(is_open(held));
    CHECK_FALSE(is_open(accepted));
}
