#include "tests/simulation/witness.hpp"

#include "tests/support/patients.hpp"

#include <algorithm>

namespace cohort::simulation {
namespace {

using domain::MessageState;
using Says = send::Receipt::Says;

const db::Sql count_rows{
    "count rows",
    "SELECT state, COUNT(*) FROM messages WHERE practice_id = ?1 AND bulk_message_id = ?2 "
    "GROUP BY state",
    ""
};
const db::Sql load_counts{
    "load counts",
    "SELECT planned, queued, leased, attempting, accepted, delivered, failed, refused, in_doubt, "
    "no_receipt, skipped, cancelled, expired, held, patients_count FROM sendings "
    "WHERE practice_id = ?1 AND bulk_message_id = ?2",
    ""
};
const db::Sql list_rows{
    "list rows",
    "SELECT position, state, attempt, COALESCE(reason, '') FROM messages "
    "WHERE practice_id = ?1 AND bulk_message_id = ?2",
    ""
};
const db::Sql list_marks{
    "list marks",
    "SELECT position, at, sending_state, give_up_at FROM simulation_marks "
    "WHERE bulk_message_id = ?2 AND ?1 <> 0 ORDER BY rowid",
    ""
};
const db::Sql list_late_starts{
    "list late starts",
    "SELECT sending_events.at FROM sending_events JOIN bulk_messages "
    "ON bulk_messages.practice_id = sending_events.practice_id "
    "AND bulk_messages.bulk_message_id = sending_events.bulk_message_id "
    "WHERE sending_events.practice_id = ?1 AND sending_events.bulk_message_id = ?2 "
    "AND (what = 'started' OR what = 'started_late') AND at > send_at + 3600000",
    ""
};
// Attempts in doubt that another followed.
const db::Sql find_resent{
    "find resent",
    "SELECT attempts.position FROM attempts JOIN messages "
    "ON messages.practice_id = attempts.practice_id "
    "AND messages.bulk_message_id = attempts.bulk_message_id "
    "AND messages.position = attempts.position AND messages.attempt > attempts.attempt "
    "WHERE attempts.practice_id = ?1 AND attempts.bulk_message_id = ?2 "
    "AND attempts.outcome = 'in_doubt'",
    ""
};

std::string name_of(const send::AttemptKey& key) {
    return "bulk message " + std::to_string(key.bulk_message.value) + ", position "
           + std::to_string(key.position.value) + ", attempt " + std::to_string(key.attempt.value);
}

std::string name_of(const Sent& sent, std::int64_t position) {
    return "bulk message " + std::to_string(sent.id.value) + ", position "
           + std::to_string(position);
}

template <class Read>
auto all(db::Database& database, const db::Sql& sql, const Sent& sent, Read read) {
    using One = std::invoke_result_t<Read, const db::Row&>;
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<One>> {
        return at.all(sql, read, sent.practice, sent.id);
    };
    return database.read_now(load).value();
}

std::string text_of(const std::vector<Sent>& sent, const Handed& handed) {
    const auto found = std::ranges::find(sent, handed.key.bulk_message, &Sent::id);
    return found == sent.end() ? std::string() : found->text;
}

// What is still on its way when it is stated as in doubt may arrive a little after the press.
constexpr auto transit_most = 1s;

// Whether somebody pressed again between the two, in the knowledge that the first may have arrived.
bool was_asked_for(const std::vector<Sent>& sent, const Handed& before, const Handed& after) {
    const auto found = std::ranges::find(sent, before.key.bulk_message, &Sent::id);
    const bool failed = before.parts_failed > 0;
    return found != sent.end()
           && std::ranges::any_of(found->tried_again, [&](const TriedAgain& tried) {
                  const bool knowing = tried.also.no_receipt || tried.also.not_confirmed;
                  return (failed || knowing) && tried.at + transit_most >= before.at
                         && tried.at <= after.at;
              });
}

bool tried_knowing(const Sent& sent) {
    return std::ranges::any_of(sent.tried_again, [](const TriedAgain& tried) {
        return tried.also.no_receipt || tried.also.not_confirmed;
    });
}

using Attempts = std::map<std::int64_t, const Handed*>;

// What the carrier did with each attempt, and which receipts we took: " (1 accepted: delivered)".
std::string history_of(const Attempts& attempts, const Carrier& carrier) {
    constexpr std::string_view fates[] = {"accepted", "refused", "throttled"};
    constexpr std::string_view says[] = {"interim", "delivered", "failed", "expired", "unknown"};
    std::string history;
    for (const auto& [number, one] : attempts) {
        history += " (" + std::to_string(number) + ' '
                   + std::string(fates[static_cast<std::size_t>(one->fate)])
                   + (one->answered ? "" : ", unanswered");
        for (const std::string& reference : one->references) {
            history += "; " + reference;
            const auto found = carrier.kept().find(reference);
            if (found != carrier.kept().end()) {
                for (const Says one_says : found->second) {
                    history += ' ' + std::string(says[static_cast<std::size_t>(one_says)]);
                }
            }
        }
        history += ')';
    }
    return history;
}

}

Rows rows_of(db::Database& database, const Sent& sent) {
    Rows rows;
    all(database, list_rows, sent, [&](const db::Row& row) {
        rows[row.integer(0)] = {
            domain::parse_message_state(row.text(1)).value(),
            row.integer(2),
            std::string(row.text(3))
        };
        return 0;
    });
    return rows;
}

Complaint counts_add_up(db::Database& database, const Sent& sent) {
    std::map<MessageState, std::int64_t> rows;
    std::int64_t made = 0;
    all(database, count_rows, sent, [&](const db::Row& row) {
        rows[domain::parse_message_state(row.text(0)).value()] = row.integer(1);
        made += row.integer(1);
        return 0;
    });
    bool found = false;
    Complaint complaint;
    all(database, load_counts, sent, [&](const db::Row& row) {
        found = true;
        const std::int64_t patients = row.integer(14);
        if (std::cmp_not_equal(patients, sent.patients)) {
            complaint = "a sending has another number of patients than its list";
        }
        // Those not made yet are planned, or cancelled when it was stopped.
        const std::int64_t not_made = patients - made;
        std::int64_t off = 0;
        for (const MessageState state : domain::message_states_all) {
            const std::int64_t counted = row.integer(static_cast<int>(state));
            if (counted != rows[state]) {
                const bool may_differ =
                    state == MessageState::planned || state == MessageState::cancelled;
                if (!may_differ || counted < rows[state]) {
                    complaint = "the count of " + std::string(text(state)) + " is "
                                + std::to_string(counted) + " and the rows are "
                                + std::to_string(rows[state]);
                }
                off += counted - rows[state];
            }
        }
        if (!complaint && off != not_made) {
            complaint = "the counts do not add up to the list";
        }
        return 0;
    });
    if (!found) {
        return "a bulk message that was accepted is gone";
    }
    return complaint;
}

Complaint nobody_twice(const std::vector<Handed>& handed, const std::vector<Sent>& sent) {
    std::map<send::AttemptKey, const Handed*> attempts;
    std::map<std::pair<std::int64_t, std::int64_t>, const Handed*> messages;
    for (const Handed& one : handed) {
        if (!attempts.emplace(one.key, &one).second) {
            return "one attempt was handed over twice: " + name_of(one.key);
        }
        const auto patient = test::patient(static_cast<std::uint64_t>(one.key.position.value - 1));
        if (one.to != "+44" + patient.mobile.substr(1)
            || one.text != "Dear " + patient.given + text_of(sent, one)) {
            return "a text went to somebody else: " + name_of(one.key);
        }
        const Handed*& before = messages[{one.key.bulk_message.value, one.key.position.value}];
        if (before != nullptr && before->fate == Handed::Fate::accepted) {
            if (!was_asked_for(sent, *before, one)) {
                return "somebody gets a text twice: " + name_of(one.key);
            }
        }
        if (before == nullptr || before->fate != Handed::Fate::accepted
            || one.fate == Handed::Fate::accepted) {
            before = &one;
        }
    }
    return {};
}

Complaint doubt_is_not_resent(db::Database& database, const Sent& sent) {
    const auto found =
        all(database, find_resent, sent, [](const db::Row& row) { return row.integer(0); });
    return found.empty() || tried_knowing(sent)
               ? Complaint()
               : "an attempt in doubt was followed by another: " + name_of(sent, found.front());
}

Complaint
stop_stops(const std::vector<Handed>& handed, const std::vector<Sent>& sent, std::size_t places) {
    for (const Sent& one : sent) {
        // What is tried again after Stop leaves again.
        const bool goes_on = std::ranges::any_of(one.tried_again, [&](const TriedAgain& tried) {
            return tried.at >= one.stopped_at;
        });
        if (!one.stopped || goes_on) {
            continue;
        }
        const auto left = std::ranges::count_if(handed, [&](const Handed& each) {
            return each.key.bulk_message == one.id && each.at > one.stopped_at;
        });
        if (std::cmp_greater(left, places)) {
            return "after Stop " + std::to_string(left) + " more left";
        }
    }
    return {};
}

Complaint
pause_pauses(const std::vector<Handed>& handed, const std::vector<Sent>& sent, std::size_t places) {
    for (const Sent& one : sent) {
        for (const Pause& pause : one.pauses) {
            const auto left = std::ranges::count_if(handed, [&](const Handed& each) {
                return each.key.bulk_message == one.id && each.at > pause.from
                       && (!pause.to || each.at < *pause.to);
            });
            if (std::cmp_greater(left, places)) {
                return "while it was paused " + std::to_string(left) + " left";
            }
        }
    }
    return {};
}

Complaint again_took(const Rows& before, const Rows& after, const send::AlsoTry& also) {
    for (const auto& [position, row] : before) {
        using enum MessageState;
        const bool taken = row.state == failed || row.state == refused || row.state == expired
                           || (also.no_receipt && row.state == no_receipt)
                           || (also.not_confirmed && row.state == in_doubt);
        const MessageState now = after.at(position).state;
        if (now != (taken ? queued : row.state)) {
            return "'Try again' made " + std::string(text(row.state)) + " "
                   + std::string(text(now));
        }
    }
    return {};
}

Complaint marked_when_it_may(
    db::Database& database, const Sent& sent, const domain::SendWindow& hours, ClockSet clock_set
) {
    Complaint complaint;
    all(database, list_marks, sent, [&](const db::Row& row) {
        const TimePoint at = row.time(1);
        const std::string name = name_of(sent, row.integer(0));
        if (row.text(2) != "sending") {
            complaint = name + " was marked while its sending was " + std::string(row.text(2));
        } else if (at > row.time(3)) {
            complaint = name + " was marked after its latest instant";
        } else if (clock_set == ClockSet::never && at < sent.not_before) {
            complaint = name + " was marked before its time";
        } else if (!sent.anyway && !domain::is_open(at, hours, domain::england_bank_holidays())) {
            complaint = name + " was marked outside the practice's hours";
        }
        return 0;
    });
    all(database, list_late_starts, sent, [&](const db::Row&) {
        complaint = "bulk message " + std::to_string(sent.id.value)
                    + " started more than an hour late, and nobody was asked";
        return 0;
    });
    return complaint;
}

Complaint begun_in_time(
    db::Database& database,
    const Sent& sent,
    const std::vector<Handed>& handed,
    TimePoint starts_at,
    Duration most
) {
    std::map<std::int64_t, std::vector<Instant>> marks; // by position, attempt by attempt
    all(database, list_marks, sent, [&](const db::Row& row) {
        marks[row.integer(0)].push_back(Instant(row.time(1) - starts_at));
        return 0;
    });
    for (const Handed& one : handed) {
        if (one.key.bulk_message != sent.id) {
            continue;
        }
        const auto& made = marks[one.key.position.value];
        const auto attempt = static_cast<std::size_t>(one.key.attempt.value);
        if (attempt > made.size()) {
            return name_of(one.key) + " left without a mark";
        }
        if (one.at - made[attempt - 1] > most) {
            return name_of(one.key) + " left long after its mark";
        }
    }
    return std::nullopt;
}

Complaint says_the_truth(
    db::Database& database,
    const Sent& sent,
    const Carrier& carrier,
    const std::vector<Instant>& crashes
) {
    // What the carrier has of each message, by attempt.
    std::map<std::int64_t, Attempts> known;
    for (const Handed& one : carrier.handed()) {
        if (one.key.bulk_message == sent.id) {
            known[one.key.position.value][one.key.attempt.value] = &one;
        }
    }
    const Rows rows = rows_of(database, sent);
    if (rows.size() != sent.patients) {
        return "not every patient has a message";
    }
    const auto said_of = [&](const std::string& reference, Says says) {
        const auto found = carrier.kept().find(reference);
        return found != carrier.kept().end()
               && std::ranges::find(found->second, says) != found->second.end();
    };
    const auto said = [&](const Handed& one, Says says) {
        return std::ranges::count_if(one.references, [&](const std::string& reference) {
            return said_of(reference, says);
        });
    };
    for (const auto& [position, row] : rows) {
        const auto& attempts = known[position];
        const std::string name =
            name_of(sent, position) + ", attempt " + std::to_string(row.attempt) + ", is "
            + std::string(text(row.state)) + ' ' + row.reason + history_of(attempts, carrier);
        const auto latest = attempts.find(row.attempt);
        const Handed* last = latest == attempts.end() ? nullptr : latest->second;
        const bool has_it = last != nullptr && last->fate == Handed::Fate::accepted;
        // Tried again knowingly, it may be an earlier attempt that is not forgotten.
        const bool may_be_earlier = row.attempt > 1 && tried_knowing(sent);
        bool delivered = false; // and we were told so
        for (const auto& [number, one] : attempts) {
            delivered = delivered
                        || (one->fate == Handed::Fate::accepted && one->answered
                            && std::cmp_equal(said(*one, Says::delivered), one->references.size()));
        }
        switch (row.state) {
        case MessageState::delivered:
            if (!std::ranges::any_of(attempts, [&](const auto& one) {
                    return one.second->fate == Handed::Fate::accepted
                           && std::cmp_equal(
                               said(*one.second, Says::delivered), one.second->references.size()
                           );
                })) {
                return name + ", and the carrier never said so";
            }
            break;
        case MessageState::accepted:
        case MessageState::no_receipt:
            // An earlier attempt may have arrived after all: a part that was said to have failed
            // was then said to have arrived.
            if (row.state == MessageState::no_receipt && row.attempt > 1
                && std::ranges::any_of(attempts, [](const auto& one) {
                       return one.second->fate == Handed::Fate::accepted;
                   })) {
                break;
            }
            if (!has_it) {
                return name + ", and the carrier has it not";
            }
            // A part that was said to have failed and to have arrived has arrived; a failure that
            // comes when the wait for receipts is over changes nothing.
            if (row.state == MessageState::accepted
                && std::ranges::any_of(last->references, [&](const std::string& reference) {
                       return said_of(reference, Says::failed)
                              && !said_of(reference, Says::delivered);
                   })) {
                return name + ", and the carrier said it failed";
            }
            break;
        case MessageState::failed:
            // Or it did not take it, and its answer came late.
            if (last != nullptr && has_it && said(*last, Says::failed) == 0) {
                return name + ", and the carrier never said so";
            }
            break;
        case MessageState::refused:
            if (last == nullptr || last->fate != Handed::Fate::refused) {
                return name + ", and the carrier did not refuse it";
            }
            break;
        case MessageState::in_doubt:
            // The answer was stored, unless the process died first, which a freeze may put off
            // (G8).
            if (!may_be_earlier && last != nullptr && last->answered
                && std::ranges::none_of(crashes, [&](Instant crash) {
                       return crash >= last->answered_at && crash < last->answered_at + 400s;
                   })) {
                return name + ", and its answer had come";
            }
            break;
        case MessageState::cancelled:
            if (!sent.stopped) {
                return name + ", and nobody stopped it";
            }
            if (has_it && said(*last, Says::failed) == 0) {
                return name + ", and the carrier has it";
            }
            break;
        case MessageState::expired:
            if (has_it && said(*last, Says::failed) == 0) {
                return name + ", and the carrier has it";
            }
            break;
        default:
            return name + " at the end of everything";
        }
        if (row.state != MessageState::delivered && delivered) {
            return name + ", and the carrier said delivered";
        }
    }
    return {};
}

}
