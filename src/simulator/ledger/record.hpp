#pragma once
// One line of the ledger: something the outside world was asked to do, or said.
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::simulator {

enum class RecordKind {
    submit,               // one submit_sm: one part of a text
    receipt,              // a deliver_sm with a receipt, about to be sent
    receipt_acknowledged, // the client answered that deliver_sm with success
    mail,                 // a message whose last dot came
    mail_refused,         // a recipient or a message turned away
};

inline constexpr int not_answered = -1;

struct Record {
    std::uint64_t n = 0; // 1, 2, 3, … without a gap; a submit's number is also its message id
    std::int64_t at_ms = 0;
    RecordKind kind = RecordKind::submit;
    std::uint64_t session = 0;
    std::string system_id = {}; // who bound, or who signed in to send mail
    std::string from = {};
    std::string to = {};
    std::string text = {};
    std::string subject = {};    // mail
    std::string message_id = {}; // mail: its Message-ID header
    std::string rule = {};       // the action of the rule that decided, when one did
    int status = 0;              // what is answered: a command status or a reply code; not_answered
    int coding = 0;              // submit: data_coding
    std::uint32_t reference = 0; // submit: of the concatenated message
    std::uint32_t part = 1;
    std::uint32_t parts = 1;
    bool taken = true;     // the phone or mailbox's side has it, whatever was answered
    std::string stat = {}; // submit: the receipt to come; receipt: DELIVRD, …
    int err = 0;
    std::uint32_t receipts = 0; // submit: how many receipts are to be sent
    std::uint64_t of = 0;       // receipts: the submit's n
    std::int64_t due_ms = 0;    // submit: when its receipt is due

    friend bool operator==(const Record&, const Record&) = default;
};

// Appends one line with its '\n'. Fields at their default are left out.
void append_line(std::string& out, const Record& record);

// `line` without '\n'. Errors: simulator.ledger.unreadable.
Result<Record> read_line(std::string_view line);

std::string_view word(RecordKind kind);

}
