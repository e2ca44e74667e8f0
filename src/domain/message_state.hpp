#pragma once
// The states of one message to one patient (DESIGN §5, docs/states.md) and which may follow which.
// The schema's CHECK holds the same words; every write of a state asks may_become first.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cohort::domain {

enum class MessageState : std::uint8_t {
    planned,    // on the list of a bulk message that is not due yet
    queued,     // due; the next free worker takes it
    leased,     // claimed by a worker; goes back to queued when the lease ends
    attempting, // the mark is committed; bytes may have left
    accepted,   // the gateway took it
    delivered,
    failed,     // the gateway took it and says that it did not arrive
    refused,    // the gateway did not take it, and said why
    in_doubt,   // nobody can know whether the gateway has it; held for evidence or a person
    no_receipt, // accepted, and nothing heard for 72 hours
    skipped,    // a never-message rule; has a reason
    cancelled,  // somebody pressed Stop before it left
    expired,    // its latest time to be sent passed
    held,       // waits for a person, for example at the end of an allowance
};

inline constexpr std::size_t message_states_count = 14;

inline constexpr MessageState message_states_all[message_states_count] = {
    MessageState::planned,
    MessageState::queued,
    MessageState::leased,
    MessageState::attempting,
    MessageState::accepted,
    MessageState::delivered,
    MessageState::failed,
    MessageState::refused,
    MessageState::in_doubt,
    MessageState::no_receipt,
    MessageState::skipped,
    MessageState::cancelled,
    MessageState::expired,
    MessageState::held,
};

// As in the database and the API: "in_doubt".
std::string_view text(MessageState state);
std::optional<MessageState> parse_message_state(std::string_view text);

// True only for the arrows of DESIGN §5; a state never "becomes" itself.
bool may_become(MessageState from, MessageState to);

// What people are shown.
enum class ShownState : std::uint8_t {
    waiting, // planned, queued, leased, held
    sending, // attempting
    sent,    // accepted, no_receipt
    delivered,
    failed,        // failed, refused
    not_confirmed, // in_doubt
    left_out,      // skipped
    stopped,       // cancelled, expired
};

inline constexpr ShownState shown_states_all[] = {
    ShownState::waiting,
    ShownState::sending,
    ShownState::sent,
    ShownState::delivered,
    ShownState::failed,
    ShownState::not_confirmed,
    ShownState::left_out,
    ShownState::stopped,
};

ShownState shown(MessageState state);
std::string_view words(ShownState state); // "Not confirmed"
std::string_view text(ShownState state);  // "not_confirmed", for the API and class names
std::string_view words(MessageState state
); // as its ShownState, but "Sent (no receipt)" and "Waiting (needs you)"

// Still on its way out: the bulk message is not at its end.
bool is_open(MessageState state);
// May not have arrived (M18): failed, refused, expired, in_doubt, no_receipt.
bool is_error(MessageState state);
// 'Try sending message again' takes it: failed, refused, expired. Those without a receipt and those
// in doubt may have arrived: it takes them only when somebody says so.
bool may_be_tried_again(MessageState state);

}
