#include "domain/message_state.hpp"

#include <algorithm>
#include <array>

namespace cohort::domain {

namespace {

using enum MessageState;

struct Arrow {
    MessageState from;
    MessageState to;
};

// DESIGN §5, arrow by arrow.
constexpr Arrow arrows[] = {
    {planned, queued},       // due
    {planned, skipped},      // a never-message rule
    {planned, cancelled},    // Stop
    {planned, expired},      // past its latest time, and it never was due to go
    {queued, leased},        // claimed in a chunk
    {queued, skipped},       // a never-message rule, asked again
    {queued, expired},       // past its latest time
    {queued, held},          // waits for a person
    {queued, cancelled},     // Stop
    {leased, attempting},    // the mark
    {leased, queued},        // the lease ended unmarked
    {leased, cancelled},     // Stop
    {leased, expired},       // past its latest time
    {attempting, accepted},  //
    {attempting, queued},    // not sent
    {attempting, refused},   //
    {attempting, in_doubt},  //
    {attempting, expired},   // not sent, and its latest time has passed
    {attempting, cancelled}, // not sent, and it was stopped meanwhile
    {accepted, delivered},   // receipts
    {accepted, failed},      //
    {accepted, no_receipt},  // 72 hours
    {failed, delivered},     // late evidence corrects
    {refused, delivered},    //
    {no_receipt, delivered}, //
    {failed, queued},        // 'Try sending message again'
    {refused, queued},       //
    {no_receipt, queued},    //
    {expired, queued},       //
    {in_doubt, accepted},    // receipt or look-up
    {in_doubt, delivered},   //
    {in_doubt, failed},      //
    {in_doubt, queued},      // a person decides, knowing it may arrive twice
    // Tried again knowingly and not sent after all: what was known of an earlier attempt stands.
    {queued, in_doubt},
    {queued, no_receipt},
    {leased, in_doubt},
    {leased, no_receipt},
    {attempting, no_receipt},
    {accepted, in_doubt},
    {in_doubt, no_receipt},
    {held, queued},    //
    {held, cancelled}, //
    // DESIGN §4: 'a delivered for any attempt makes the message delivered', whatever became of a
    // later one; what has not left when the receipt of an earlier attempt comes need not leave.
    {queued, delivered},
    {leased, delivered},
    {attempting, delivered},
    {held, delivered},
    {cancelled, delivered},
    {expired, delivered},
};

constexpr std::size_t index(MessageState state) {
    return static_cast<std::size_t>(state);
}

using Table = std::array<std::array<bool, message_states_count>, message_states_count>;

constexpr Table make_table() {
    Table table{};
    for (const Arrow arrow : arrows) {
        table[index(arrow.from)][index(arrow.to)] = true;
    }
    return table;
}

constexpr Table allowed = make_table();

}

std::string_view text(MessageState state) {
    switch (state) {
    case planned:
        return "planned";
    case queued:
        return "queued";
    case leased:
        return "leased";
    case attempting:
        return "attempting";
    case accepted:
        return "accepted";
    case delivered:
        return "delivered";
    case failed:
        return "failed";
    case refused:
        return "refused";
    case in_doubt:
        return "in_doubt";
    case no_receipt:
        return "no_receipt";
    case skipped:
        return "skipped";
    case cancelled:
        return "cancelled";
    case expired:
        return "expired";
    case held:
        return "held";
    }
    return {};
}

std::optional<MessageState> parse_message_state(std::string_view wanted) {
    for (const MessageState state : message_states_all) {
        if (text(state) == wanted) {
            return state;
        }
    }
    return std::nullopt;
}

bool may_become(MessageState from, MessageState to) {
    return allowed[index(from)][index(to)];
}

ShownState shown(MessageState state) {
    switch (state) {
    case planned:
    case queued:
    case leased:
    case held:
        return ShownState::waiting;
    case attempting:
        return ShownState::sending;
    case accepted:
    case no_receipt:
        return ShownState::sent;
    case delivered:
        return ShownState::delivered;
    case failed:
    case refused:
        return ShownState::failed;
    case in_doubt:
        return ShownState::not_confirmed;
    case skipped:
        return ShownState::left_out;
    case cancelled:
    case expired:
        return ShownState::stopped;
    }
    return ShownState::waiting;
}

std::string_view words(ShownState state) {
    switch (state) {
    case ShownState::waiting:
        return "Waiting";
    case ShownState::sending:
        return "Sending";
    case ShownState::sent:
        return "Sent";
    case ShownState::delivered:
        return "Delivered";
    case ShownState::failed:
        return "Failed";
    case ShownState::not_confirmed:
        return "Not confirmed";
    case ShownState::left_out:
        return "Left out";
    case ShownState::stopped:
        return "Stopped";
    }
    return {};
}

std::string_view text(ShownState state) {
    switch (state) {
    case ShownState::waiting:
        return "waiting";
    case ShownState::sending:
        return "sending";
    case ShownState::sent:
        return "sent";
    case ShownState::delivered:
        return "delivered";
    case ShownState::failed:
        return "failed";
    case ShownState::not_confirmed:
        return "not_confirmed";
    case ShownState::left_out:
        return "left_out";
    case ShownState::stopped:
        return "stopped";
    }
    return {};
}

std::string_view words(MessageState state) {
    if (state == held) {
        return "Waiting (needs you)";
    }
    return state == no_receipt ? "Sent (no receipt)" : words(shown(state));
}

bool is_open(MessageState state) {
    switch (state) {
    case planned:
    case queued:
    case leased:
    case attempting:
    case held:
        return true;
    case accepted:
    case delivered:
    case failed:
    case refused:
    case in_doubt:
    case no_receipt:
    case skipped:
    case cancelled:
    case expired:
        return false;
    }
    return false;
}

bool is_error(MessageState state) {
    return state == failed || state == refused || state == expired || state == in_doubt
           || state == no_receipt;
}

bool may_be_tried_again(MessageState state) {
    return state == failed || state == refused || state == expired;
}

}
