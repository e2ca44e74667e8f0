#include "simulator/smsc/centre.hpp"

#include "simulator/smsc/session.hpp"
#include "simulator/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace cohort::simulator::smsc {

namespace {

constexpr std::int64_t try_again_ms =
    1'000; // after a receipt was answered with anything but success
constexpr std::size_t receipt_text_characters = 20;

// YYMMDDhhmm, as receipts write it; UTC.
std::string receipt_time(std::int64_t at_ms) {
    const TimePoint at{Milliseconds{at_ms}};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return fmt::format(
        "{:02}{:02}{:02}{:02}{:02}",
        static_cast<int>(date.year()) % 100,
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count()
    );
}

bool is_number(std::string_view address) {
    return address.size() >= 3 && address.size() <= 15
           && address.find_first_not_of("0123456789") == std::string_view::npos;
}

std::int64_t ms(TimePoint at) {
    return at.time_since_epoch().count();
}

PendingReceipt pending_of(const Record& submit, bool id_in_hex) {
    return PendingReceipt{
        .of = submit.n,
        .session = 0, // plan_receipt names it; after a restart the number would be another's
        .system_id = submit.system_id,
        .from = submit.from,
        .to = submit.to,
        .text = std::string(first_characters(submit.text, receipt_text_characters)),
        .submitted_ms = submit.at_ms,
        .stat = submit.stat,
        .err = submit.err,
        .copies = submit.receipts,
        .id_in_hex = id_in_hex
    };
}

}

Centre::Centre(
    Ledger& ledger, Rules& rules, World& world, const Clock& clock, CentreOptions options
)
    : ledger_(ledger), rules_(rules), world_(world), clock_(clock), options_(std::move(options)) {}

void Centre::Unfinished::see(const Record& record) {
    if (record.kind == RecordKind::submit && record.receipts > 0) {
        by_submit_[record.n] = {
            record.due_ms, pending_of(record, record.rule == word(Action::wrong_id))
        };
    } else if (record.kind == RecordKind::receipt_acknowledged) {
        by_submit_.erase(record.of);
    }
}

void Centre::resume(Unfinished unfinished) {
    for (auto& [n, entry] : unfinished.by_submit_) {
        receipts_due_[entry.first].push_back(std::move(entry.second));
        ++waiting_count_;
    }
}

void Centre::bound(Session& session) {
    sessions_[session.id()] = &session;
    if (session.may_receive()) {
        drain(session);
    }
}

void Centre::closed(Session& session, std::vector<PendingReceipt> unacknowledged) {
    sessions_.erase(session.id());
    for (PendingReceipt& receipt : unacknowledged) {
        receipt.copies = 1;
        undelivered_[session.system_id()].push_back(std::move(receipt));
    }
    for (auto& [id, other] : sessions_) {
        if (other->may_receive() && other->system_id() == session.system_id()) {
            drain(*other);
            other->wake();
        }
    }
}

Record Centre::record_of(const Session& session, const Submit& submit) const {
    Record record;
    record.at_ms = ms(clock_.now());
    record.session = session.id();
    record.system_id = valid_utf8(session.system_id());
    record.from = valid_utf8(submit.source);
    record.to = is_number(submit.destination) ? plain_number(submit.destination)
                                              : valid_utf8(submit.destination);
    record.text = decode(submit.user_data, submit.data_coding, options_.default_alphabet);
    record.coding = submit.data_coding;
    record.reference = submit.concatenation.reference;
    record.part = submit.concatenation.part;
    record.parts = submit.concatenation.parts;
    return record;
}

void Centre::submit(Session& session, std::uint32_t sequence, const Submit& submit) {
    Record record = record_of(session, submit);
    Verdict verdict;
    if (!is_number(submit.destination) || waiting_count_ >= options_.receipts_waiting_max) {
        verdict.status =
            is_number(submit.destination) ? status::queue_full : status::bad_destination;
        verdict.taken = false;
        verdict.receipts = 0;
        verdict.stat.clear();
    } else {
        const Asked asked{Channel::sms, record.to, record.text, record.part};
        const Rule* const rule = rules_.decide(asked);
        verdict = judge(rule, submit.concatenation, submit.registered_delivery);
        record.rule = rule == nullptr ? "" : word(rule->action);
    }
    record.status = verdict.answered ? static_cast<int>(verdict.status) : not_answered;
    record.taken = verdict.taken;
    record.stat = verdict.stat;
    record.err = verdict.err;
    record.receipts = verdict.receipts;
    const auto delay =
        verdict.receipt_at_once ? 0 : options_.receipt_delay_ms + verdict.receipt_delay_ms;
    record.due_ms = verdict.receipts > 0 ? record.at_ms + delay : 0;
    ledger_.append(record);
    world_.apply(record);
    // The receipt before the answer, for those rules that want it so: run_due comes before a
    // delayed answer.
    plan_receipt(record, verdict);
    answer(session, sequence, record, verdict);
}

void Centre::plan_receipt(const Record& record, const Verdict& verdict) {
    if (record.receipts == 0) {
        return;
    }
    ++waiting_count_;
    PendingReceipt receipt = pending_of(record, verdict.id_in_hex);
    receipt.session = record.session;
    receipts_due_[record.due_ms].push_back(std::move(receipt));
}

void Centre::answer(
    Session& session, std::uint32_t sequence, const Record& record, const Verdict& verdict
) {
    std::string bytes;
    if (verdict.answered) {
        append_submit_answer(bytes, verdict.status, sequence, std::to_string(record.n));
    }
    if (verdict.answer_delay_ms > 0) {
        const std::int64_t due = record.at_ms + verdict.answer_delay_ms;
        answers_due_[due].push_back({session.id(), record.n, std::move(bytes), verdict.after});
        return;
    }
    if (verdict.answered) {
        session.hold_answer(record.n, std::move(bytes), verdict.order);
    }
    if (verdict.after == AfterAnswer::cut_line) {
        session.end(record.n);
    }
}

std::optional<TimePoint> Centre::run_due() {
    const std::int64_t now = ms(clock_.now());
    while (!receipts_due_.empty() && receipts_due_.begin()->first <= now) {
        auto due = receipts_due_.extract(receipts_due_.begin());
        for (PendingReceipt& receipt : due.mapped()) {
            offer(std::move(receipt));
        }
    }
    while (!answers_due_.empty() && answers_due_.begin()->first <= now) {
        const auto due = answers_due_.extract(answers_due_.begin());
        for (const DelayedAnswer& answer : due.mapped()) {
            const auto session = sessions_.find(answer.session);
            if (session == sessions_.end()) {
                continue;
            }
            session->second->hold_late(answer.n, answer.bytes);
            if (answer.after == AfterAnswer::cut_line) {
                session->second->end(answer.n);
            }
        }
    }
    ledger_.commit();
    std::optional<TimePoint> next;
    const auto sooner = [&](const auto& queue) {
        if (!queue.empty()) {
            const TimePoint at{Milliseconds{queue.begin()->first}};
            next = next ? std::min(*next, at) : at;
        }
    };
    sooner(receipts_due_);
    sooner(answers_due_);
    return next;
}

bool Centre::may_take(const Session& session, const PendingReceipt& receipt) const {
    return session.may_receive() && session.system_id() == receipt.system_id
           && session.receipts_in_flight() < options_.receipt_window && !session.outlet().ended();
}

Session* Centre::receiver_for(const PendingReceipt& receipt) {
    const auto own = sessions_.find(receipt.session);
    if (own != sessions_.end() && may_take(*own->second, receipt)) {
        return own->second;
    }
    Session* best = nullptr;
    for (auto& [id, session] : sessions_) {
        if (may_take(*session, receipt)
            && (best == nullptr || session->receipts_in_flight() < best->receipts_in_flight())) {
            best = session;
        }
    }
    return best;
}

void Centre::offer(PendingReceipt receipt) {
    auto& line = undelivered_[receipt.system_id];
    Session* const session = line.empty() ? receiver_for(receipt) : nullptr;
    if (session == nullptr) {
        line.push_back(std::move(receipt));
        return;
    }
    send(*session, receipt);
}

void Centre::drain(Session& session) {
    const auto line = undelivered_.find(session.system_id());
    if (line == undelivered_.end() || session.outlet().ended()) {
        return;
    }
    while (!line->second.empty() && session.receipts_in_flight() < options_.receipt_window) {
        const PendingReceipt receipt = std::move(line->second.front());
        line->second.pop_front();
        send(session, receipt);
    }
    if (line->second.empty()) {
        undelivered_.erase(line);
    }
}

void Centre::send(Session& session, const PendingReceipt& receipt) {
    const std::string id =
        receipt.id_in_hex ? fmt::format("{:X}", receipt.of) : std::to_string(receipt.of);
    for (std::uint32_t copy = 0; copy < std::max(1U, receipt.copies); ++copy) {
        Record record;
        record.at_ms = ms(clock_.now());
        record.kind = RecordKind::receipt;
        record.session = session.id();
        record.to = receipt.to;
        record.of = receipt.of;
        record.stat = receipt.stat;
        record.err = receipt.err;
        ledger_.append(record);
        world_.apply(record);
        const std::string text = receipt_text(receipt, id, record.at_ms);
        const Receipt pdu{
            .id = id,
            .from = receipt.to,
            .to = receipt.from,
            .text = text,
            .message_state = message_state(receipt.stat),
            .network_error_code = static_cast<std::uint8_t>(receipt.err)
        };
        waiting_count_ += copy > 0 ? 1 : 0;
        PendingReceipt again = receipt;
        again.copies = 1;
        session.deliver(record.n, pdu, std::move(again));
    }
    session.wake();
}

void Centre::acknowledged(Session& session, const PendingReceipt& receipt, std::uint32_t status) {
    if (status == status::ok) {
        Record record;
        record.at_ms = ms(clock_.now());
        record.kind = RecordKind::receipt_acknowledged;
        record.session = session.id();
        record.to = receipt.to;
        record.of = receipt.of;
        ledger_.append(record);
        world_.apply(record);
        --waiting_count_;
    } else {
        receipts_due_[ms(clock_.now()) + try_again_ms].push_back(receipt);
    }
    drain(session);
}

std::string
Centre::receipt_text(const PendingReceipt& receipt, std::string_view id, std::int64_t done_ms) {
    // Appendix B of the specification.
    return fmt::format(
        "id:{} sub:001 dlvrd:{:03} submit date:{} done date:{} stat:{} err:{:03} text:{}",
        id,
        receipt.stat == "DELIVRD" ? 1 : 0,
        receipt_time(receipt.submitted_ms),
        receipt_time(done_ms),
        receipt.stat,
        receipt.err,
        gsm7_from_utf8(receipt.text)
    );
}

}
