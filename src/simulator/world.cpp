#include "simulator/world.hpp"

#include <algorithm>

namespace cohort::simulator {

namespace {

std::string concatenation_key(const Record& record) {
    return record.system_id + '\n' + record.from + '\n' + record.to + '\n'
           + std::to_string(record.reference) + '/' + std::to_string(record.parts);
}

PartState state_of(const Record& submit) {
    if (!submit.taken) {
        return submit.status > 0 ? PartState::refused : PartState::lost;
    }
    // Without a receipt to come nothing more will be heard, and the phone has it.
    return submit.receipts == 0 && (submit.stat.empty() || submit.stat == "DELIVRD")
               ? PartState::delivered
               : PartState::on_its_way;
}

}

bool Message::complete() const {
    return std::ranges::none_of(parts, [](const Part& part) {
        return part.state == PartState::missing;
    });
}

PartState Message::state() const {
    for (const PartState worse :
         {PartState::refused,
          PartState::lost,
          PartState::failed,
          PartState::missing,
          PartState::on_its_way}) {
        if (std::ranges::find(parts, worse, &Part::state) != parts.end()) {
            return worse;
        }
    }
    return PartState::delivered;
}

std::string Message::text() const {
    std::string out;
    for (const Part& part : parts) {
        out += part.state == PartState::missing ? "…" : part.text;
    }
    return out;
}

void World::apply(const Record& record) {
    switch (record.kind) {
    case RecordKind::submit:
        apply_submit(record);
        return;
    case RecordKind::receipt:
        apply_receipt(record);
        return;
    case RecordKind::receipt_acknowledged:
        apply_acknowledgement(record);
        return;
    case RecordKind::mail:
    case RecordKind::mail_refused:
        apply_mail(record);
        return;
    }
}

Address* World::address(Addresses& addresses, const std::string& name, std::int64_t at_ms) {
    auto found = addresses.find(name);
    if (found == addresses.end()) {
        if (addresses.size() >= limits_.addresses_max) {
            ++addresses_not_kept_;
            return nullptr;
        }
        found = addresses.emplace(name, Address{}).first;
    }
    found->second.last_at_ms = at_ms;
    return &found->second;
}

void World::remember(Address& address, std::uint64_t number) const {
    if (address.newest.size() >= limits_.messages_of_one_max) {
        address.newest.erase(address.newest.begin());
    }
    address.newest.push_back(number);
}

void World::apply_submit(const Record& record) {
    Address* const phone = address(phones_, record.to, record.at_ms);
    Message& message = message_for(record, phone);
    Part& part = message.parts[record.part - 1];
    part = Part{
        .n = record.n,
        .state = state_of(record),
        .stat = record.stat,
        .text = record.text,
        .status = record.status
    };
    parts_[record.n] = {message.number, record.part - 1};
    const bool whole = record.taken && message.complete();
    if (whole && !message.key.empty()) {
        incomplete_.erase(message.key);
        message.key.clear();
    }
    const auto count = [&](Totals& totals) {
        ++totals.submits;
        ++(record.status == 0  ? totals.accepted
           : record.status > 0 ? totals.refused
                               : totals.unanswered);
        totals.taken += record.taken ? 1 : 0;
        totals.messages += whole ? 1 : 0;
    };
    count(totals_);
    if (phone != nullptr) {
        count(phone->totals);
    }
    forget_oldest();
}

Message& World::message_for(const Record& record, Address* phone) {
    // A part that was not taken is shown by itself: the phone waits for another copy of it.
    const bool joins = record.parts > 1 && record.taken;
    if (joins) {
        const auto found = incomplete_.find(concatenation_key(record));
        if (found != incomplete_.end()) {
            Message& message = messages_[found->second - first_message_];
            if (message.parts[record.part - 1].state == PartState::missing) {
                return message;
            }
        }
    }
    Message& message = messages_.emplace_back();
    message.number = first_message_ + messages_.size() - 1;
    message.from = record.from;
    message.to = record.to;
    message.at_ms = record.at_ms;
    message.reference = record.reference;
    message.coding = record.coding;
    message.rule = record.rule;
    message.parts.resize(record.parts);
    if (joins) {
        message.key = concatenation_key(record);
        incomplete_[message.key] = message.number;
    }
    if (phone != nullptr) {
        remember(*phone, message.number);
    }
    return message;
}

void World::forget_oldest() {
    while (messages_.size() > limits_.messages_max) {
        const Message& oldest = messages_.front();
        for (const Part& part : oldest.parts) {
            parts_.erase(part.n);
        }
        const auto waiting = incomplete_.find(oldest.key);
        if (waiting != incomplete_.end() && waiting->second == oldest.number) {
            incomplete_.erase(waiting);
        }
        messages_.pop_front();
        ++first_message_;
    }
}

Part* World::part(std::uint64_t submit) {
    const auto found = parts_.find(submit);
    if (found == parts_.end()) {
        return nullptr;
    }
    const auto [number, index] = found->second;
    return &messages_[number - first_message_].parts[index];
}

void World::apply_receipt(const Record& record) {
    ++totals_.receipts;
    if (const auto phone = phones_.find(record.to); phone != phones_.end()) {
        ++phone->second.totals.receipts;
    }
    if (Part* const its = part(record.of)) {
        its->stat = record.stat;
        its->state = record.stat == "DELIVRD" ? PartState::delivered : PartState::failed;
        ++its->receipts;
    }
}

void World::apply_acknowledgement(const Record& record) {
    ++totals_.acknowledged;
    if (const auto phone = phones_.find(record.to); phone != phones_.end()) {
        ++phone->second.totals.acknowledged;
    }
    if (Part* const its = part(record.of)) {
        its->acknowledged = true;
    }
}

void World::apply_mail(const Record& record) {
    Address* const mailbox = address(mailboxes_, record.to, record.at_ms);
    const auto count = [&](Totals& totals) {
        ++(record.kind == RecordKind::mail && record.taken ? totals.mails : totals.mails_refused);
    };
    count(totals_);
    if (mailbox != nullptr) {
        count(mailbox->totals);
    }
    if (record.kind == RecordKind::mail_refused || !record.taken) {
        return;
    }
    mails_.push_back(Mail{
        .n = record.n,
        .at_ms = record.at_ms,
        .from = record.from,
        .to = record.to,
        .subject = record.subject,
        .message_id = record.message_id,
        .text = record.text,
        .answered = record.status != not_answered
    });
    if (mailbox != nullptr) {
        remember(*mailbox, record.n);
    }
    if (mails_.size() > limits_.messages_max) {
        mails_.pop_front();
    }
}

const Address* World::phone(std::string_view number) const {
    const auto found = phones_.find(number);
    return found == phones_.end() ? nullptr : &found->second;
}

const Address* World::mailbox(std::string_view address) const {
    const auto found = mailboxes_.find(address);
    return found == mailboxes_.end() ? nullptr : &found->second;
}

const Message* World::message(std::uint64_t number) const {
    const bool kept = number >= first_message_ && number < first_message_ + messages_.size();
    return kept ? &messages_[number - first_message_] : nullptr;
}

const Mail* World::mail(std::uint64_t n) const {
    const auto found = std::ranges::lower_bound(mails_, n, {}, &Mail::n);
    return found != mails_.end() && found->n == n ? &*found : nullptr;
}

std::vector<const Message*> World::conversation(std::string_view number) const {
    std::vector<const Message*> out;
    if (const Address* its = phone(number)) {
        for (const std::uint64_t one : its->newest) {
            if (const Message* kept = message(one)) {
                out.push_back(kept);
            }
        }
    }
    return out;
}

std::vector<const Mail*> World::mails(std::string_view address) const {
    std::vector<const Mail*> out;
    if (const Address* its = mailbox(address)) {
        for (const std::uint64_t one : its->newest) {
            if (const Mail* kept = mail(one)) {
                out.push_back(kept);
            }
        }
    }
    return out;
}

const Message* World::last_message(const Address& phone) const {
    return phone.newest.empty() ? nullptr : message(phone.newest.back());
}

const Mail* World::last_mail(const Address& mailbox) const {
    return mailbox.newest.empty() ? nullptr : mail(mailbox.newest.back());
}

}
