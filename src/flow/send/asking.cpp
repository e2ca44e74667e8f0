#include "flow/send/asking.hpp"

#include "flow/send/reference.hpp"
#include "flow/send/sql.hpp"
#include "platform/log/log.hpp"

#include <utility>

namespace cohort::send {
namespace {

constexpr std::int64_t asked_at_once = 20;
constexpr auto between_questions = std::chrono::seconds{1};

}

struct Asking::Place {
    PracticeId practice;
    BulkMessageId id;
    Channel channel;
};

struct Asking::Silent {
    Position position;
    AttemptNumber attempt;
    TimePoint since;
    std::string provider_reference;
};

// The last message's parts may not all be there: it begins the next batch.
void Asking::leave_out_cut(std::vector<Silent>& silent) {
    const Position last = silent.back().position;
    if (std::ssize(silent) == asked_at_once && silent.front().position != last) {
        std::erase_if(silent, [&](const Silent& one) { return one.position == last; });
    }
}

Asking::Asking(
    const Deps& deps, std::string gateway_id, Gateway& gateway, Sending::KeepReceipts keep
)
    : deps_(deps), gateway_id_(std::move(gateway_id)), gateway_(gateway), keep_(std::move(keep)) {}

Task<> Asking::run() {
    while (!stopping_) {
        co_await stop_bell_.wait(deps_.ask_every);
        if (!stopping_ && !co_await ask_about_all()) {
            co_return;
        }
    }
}

void Asking::stop() {
    stopping_ = true;
    stop_bell_.ring();
}

Task<bool> Asking::ask_about_all() {
    const auto find = [](db::Snapshot& at) -> Result<std::vector<Place>> {
        return at.all(sql::find_unreceipted, [](const db::Row& row) {
            return Place{
                row.id<PracticeId>(0),
                row.id<BulkMessageId>(1),
                row.text(2) == "sms" ? Channel::sms : Channel::email
            };
        });
    };
    const auto places = co_await deps_.database.read(find);
    if (!places.ok()) {
        co_return true; // in the next round
    }
    for (const Place& place : *places) {
        if (!co_await ask_about(place)) {
            co_return false;
        }
    }
    co_return true;
}

Task<bool> Asking::ask_about(Place place) {
    const TimePoint before = deps_.clock.now() - asked_after;
    TimePoint after{};
    Position behind{0};
    while (!stopping_) {
        const auto list = [&](db::Snapshot& at) -> Result<std::vector<Silent>> {
            return at.all(
                sql::list_silent,
                [](const db::Row& row) {
                    return Silent{
                        {row.integer(0)}, {row.integer(1)}, row.time(2), std::string(row.text(3))
                    };
                },
                place.practice,
                place.id,
                std::string_view(gateway_id_),
                before,
                after,
                behind,
                asked_at_once
            );
        };
        auto silent = co_await deps_.database.read(list);
        if (!silent.ok() || silent->empty()) {
            break;
        }
        leave_out_cut(*silent);
        after = silent->back().since;
        behind = silent->back().position;
        if (!co_await ask(place, std::move(silent).value())) {
            co_return false;
        }
        co_await stop_bell_.wait(between_questions);
    }
    co_return true;
}

Task<bool> Asking::ask(Place place, std::vector<Silent> silent) {
    const auto load = [&](db::Snapshot& at) { return deps_.practices.load(at, place.practice); };
    const auto practice = co_await deps_.database.read(load);
    if (!practice.ok()) {
        co_return true;
    }
    std::vector<LookUp> questions;
    questions.reserve(silent.size());
    for (Silent& one : silent) {
        const AttemptKey key{place.practice, place.id, one.position, one.attempt};
        questions.push_back(
            {.key = key,
             .provider_reference = std::move(one.provider_reference),
             .reference = reference_of(deps_.practices.keyring(), place.channel, key),
             .from = place.channel == Channel::sms ? practice->sms_sender : std::string()}
        );
    }
    std::vector<Receipt> receipts;
    for (LookUpAnswer& answer : co_await gateway_.look_up(std::move(questions))) {
        if (answer.found == LookUpAnswer::Found::not_offered) {
            co_return false;
        }
        if (answer.receipt) {
            receipts.push_back(std::move(*answer.receipt));
        }
    }
    if (!receipts.empty()) {
        co_await keep_(gateway_id_, std::move(receipts)); // not kept: asked again in an hour
    }
    co_return true;
}

}
