#include "flow/send/permit.hpp"

#include "flow/send/sql.hpp"

namespace cohort::send {

using domain::Channel;

bool is_open_for(const practice::Practice& practice, const Terms& terms, TimePoint now) {
    return terms.at_any_time
           || domain::is_open(now, practice.send_window, domain::england_bank_holidays());
}

bool may_leave(const practice::Practice& practice, const Terms& terms, TimePoint now) {
    const bool switched_on =
        practice.bulk_messages_enabled && (terms.channel != Channel::sms || practice.sms_enabled);
    return switched_on && terms.state == "sending" && now <= terms.give_up_at
           && is_open_for(practice, terms, now);
}

Terms load_terms(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    auto terms = at.one(
        sql::load_terms,
        [](const db::Row& row) {
            return Terms{
                std::string(row.text(0)),
                row.text(1) == "sms" ? Channel::sms : Channel::email,
                row.integer(2) == 1,
                row.time(3)
            };
        },
        practice,
        id
    );
    COHORT_ENSURE(terms.has_value(), "a sending whose messages may leave exists");
    return std::move(*terms);
}

Result<bool> Permits::may_leave(PracticeId practice, BulkMessageId id) {
    const auto answered = answers_.find({practice, id});
    if (answered != answers_.end()) {
        return answered->second;
    }
    auto found = loaded_.find(practice);
    if (found == loaded_.end()) {
        COHORT_TRY(loaded, practices_.load(at_, practice));
        found = loaded_.emplace(practice, std::move(loaded)).first;
    }
    const bool may = send::may_leave(found->second, load_terms(at_, practice, id), now_);
    answers_.emplace(std::pair{practice, id}, may);
    return may;
}

}
