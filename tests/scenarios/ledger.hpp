#pragma once
// The simulator's ledger, read over its web: what the outside world saw, whatever the server says.
#include <cstdint>
#include <string>
#include <vector>

namespace cohort::scenarios {

struct Record {
    std::int64_t n; // of a submit: also the message id the client was told
    std::int64_t at_ms;
    std::string kind; // submit, receipt, receipt_acknowledged, mail, mail_refused
    std::string to;
    std::string text;
    std::int64_t session;
    std::int64_t part;
    std::int64_t status; // what was answered; -1 nothing
    bool taken;          // the phone's or mailbox's side has it
};

std::vector<Record> read_ledger(std::uint16_t simulator_port);

}
