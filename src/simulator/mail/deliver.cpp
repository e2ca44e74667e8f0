// What becomes of a message after its last dot: the part of mail::Session in which rules bite.
#include "simulator/mail/mime.hpp"
#include "simulator/mail/session.hpp"
#include "simulator/text.hpp"

#include <algorithm>
#include <string>

namespace cohort::simulator::mail {

namespace {

constexpr std::size_t text_bytes_kept = 20'000; // of a mail, in the ledger and on the page
constexpr std::int64_t slow_ms = 5'000;

// RFC 5321 §4.5.2: a dot at the beginning of a line was put there by the sender.
std::string unstuffed(std::string_view data) {
    std::string out;
    out.reserve(data.size());
    bool line_begins = true;
    for (const char c : data) {
        if (!(line_begins && c == '.')) {
            out += c;
        }
        line_begins = c == '\n';
    }
    return out;
}

struct Fate {
    bool taken = true;
    bool answered = true;
    bool cut = false;
    int refused_with = 0;
    std::int64_t pause_ms = 0;
};

Fate fate_of(const Rule& rule) {
    switch (rule.action) {
    case Action::refuse_data:
        return {.taken = false, .refused_with = rule.code == 0 ? 554 : rule.code};
    case Action::slow:
        return {.pause_ms = rule.delay_ms == 0 ? slow_ms : rule.delay_ms};
    case Action::drop:
        return {.taken = false, .answered = false};
    case Action::no_answer:
        return {.answered = false};
    case Action::disconnect:
        return {.taken = false, .answered = false, .cut = true};
    case Action::answer_then_disconnect:
        return {.cut = true};
    case Action::deliver_then_disconnect:
        return {.answered = false, .cut = true};
    case Action::delivered:
    case Action::refuse: // was acted upon at RCPT
    case Action::undelivered:
    case Action::expired:
    case Action::rejected:
    case Action::throttle:
    case Action::late_receipt:
    case Action::duplicate_receipt:
    case Action::lost_receipt:
    case Action::receipt_first:
    case Action::wrong_id:
    case Action::part_failure:
    case Action::reorder:
        return {};
    }
    return {};
}

}

void Session::finish_message() {
    if (too_large_) {
        reply("552 5.3.4 Message too big");
        reset();
        return;
    }
    data_ = unstuffed(data_);
    // One reply for all recipients: the first with a rule decides.
    const auto special = std::ranges::find_if(recipients_, [](const Recipient& to) {
        return to.rule.action != Action::delivered;
    });
    const Fate fate = special == recipients_.end() ? Fate{} : fate_of(special->rule);
    const int status = !fate.answered           ? not_answered
                       : fate.refused_with != 0 ? fate.refused_with
                                                : 250;
    for (const Recipient& to : recipients_) {
        store(to, status, fate.taken, {});
    }
    const std::uint64_t n = post_.ledger.last();
    if (fate.answered) {
        reply(
            fate.refused_with != 0 ? refusal(fate.refused_with)
                                   : "250 2.0.0 Ok: queued as " + std::to_string(n),
            n
        );
    }
    if (fate.cut) {
        outlet_.end(n);
    }
    pause_ms_ = fate.pause_ms;
    reset();
}

void Session::store(const Recipient& to, int status, bool taken, std::string_view refusal_reply) {
    Record record;
    record.at_ms = post_.clock.now().time_since_epoch().count();
    record.kind = taken ? RecordKind::mail : RecordKind::mail_refused;
    record.session = id_;
    record.system_id = signed_in_ ? user_ : "";
    record.from = sender_;
    record.to = to.address;
    record.status = status;
    record.taken = taken;
    record.rule = to.rule.action == Action::delivered ? "" : word(to.rule.action);
    if (!data_.empty()) {
        const ReadMail mail = read_mail(data_);
        record.subject = mail.subject;
        record.message_id = mail.message_id;
        const std::string text = mail.text();
        record.text = text.size() > text_bytes_kept
                          ? std::string(first_characters(text, text_bytes_kept / 4))
                          : text;
    }
    post_.ledger.append(record);
    post_.world.apply(record);
    if (!refusal_reply.empty()) {
        reply(refusal_reply, record.n);
    }
}

}
