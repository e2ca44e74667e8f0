#include "tests/simulation/carrier.hpp"

#include "domain/segments.hpp"
#include "flow/send/short_reference.hpp"

#include <algorithm>

namespace cohort::simulation {

using Says = send::Receipt::Says;

namespace {

// As a centre that gives the user_message_reference back.
send::Receipt::Repeats repeats_of(const send::Submission& submission) {
    return {
        .short_reference = send::short_reference(submission.reference),
        .to = submission.to,
        .from = submission.from,
        .submitted_at = {},
        .text_begins = submission.text.substr(0, 20)
    };
}

}

void Carrier::take(send::Submission submission, std::weak_ptr<Line> line) {
    if (may(weather_.ignored)) {
        return;
    }
    const std::size_t number = handed_.size();
    Handed& handed = handed_.emplace_back(Handed{
        .key = submission.key,
        .to = submission.to,
        .text = submission.text,
        .repeats = repeats_of(submission),
        .at = time_.now(),
        .fate = Handed::Fate::accepted
    });
    send::AttemptOutcome outcome;
    if (may(weather_.throttled)) {
        handed.fate = Handed::Fate::throttled;
        outcome = send::NotSent{"gateway.throttled", "", {}};
    } else if (may(weather_.refused)) {
        handed.fate = Handed::Fate::refused;
        outcome = send::Refused{"sms.number_unknown", "", send::Refused::For::good};
    } else {
        accept(handed);
        outcome = send::Accepted{handed.references};
    }
    if (may(weather_.swallowed)) {
        return;
    }
    time_.later(
        up_to(random_, calm_ ? 50ms : weather_.answer_most),
        [this, number, line = std::move(line), outcome = std::move(outcome)]() mutable {
            if (const auto there = line.lock()) {
                handed_[number].answered = true;
                handed_[number].answered_at = time_.now();
                there->answer(handed_[number].key, std::move(outcome));
            }
        }
    );
}

void Carrier::accept(Handed& handed) {
    const std::size_t parts = domain::count_sms(handed.text).segments;
    for (std::size_t part = 0; part < parts; ++part) {
        handed.references.push_back("ref-" + std::to_string(++references_made_));
    }
    plan_receipts(handed);
}

void Carrier::plan_receipts(Handed& handed) {
    for (const std::string& reference : handed.references) {
        if (may(weather_.receipt_missing)) {
            continue;
        }
        const auto receipt = [&](Says says) {
            return send::Receipt{reference, says, "", "", {}, "raw", handed.repeats};
        };
        const Duration wait = up_to(random_, calm_ ? 1s : weather_.receipt_most);
        if (may(weather_.receipt_odd)) {
            switch (random_.below(3)) {
            case 0:
                plan(receipt(Says::interim), wait / 2);
                break;
            case 1:
                plan(receipt(Says::unknown), wait / 2);
                break;
            default:
                plan(receipt(Says::failed), wait / 2);
                ++handed.parts_failed;
                break;
            }
        }
        const bool fails = may(weather_.receipt_fails);
        handed.parts_failed += fails ? 1 : 0;
        handed.parts_delivered += fails ? 0 : 1;
        plan(receipt(fails ? Says::failed : Says::delivered), wait);
        if (may(weather_.receipt_twice)) {
            plan(receipt(fails ? Says::failed : Says::delivered), wait + up_to(random_, 10s));
        }
    }
}

void Carrier::plan(send::Receipt receipt, Duration wait) {
    planned_.push_back({std::move(receipt)});
    ++waiting_;
    time_.later(wait, [this, number = planned_.size() - 1] { try_to_deliver(number); });
}

// Until it is kept; a copy that comes again because we did not hear is the carrier's usual way.
std::shared_ptr<Line> Carrier::any_line() {
    std::erase_if(lines_, [](const auto& line) { return line.expired(); });
    if (lines_.empty()) {
        return nullptr;
    }
    return lines_[lines_.size() == 1 ? 0 : random_.below(lines_.size())].lock();
}

void Carrier::try_to_deliver(std::size_t number) {
    Planned& planned = planned_[number];
    if (planned.kept) {
        return;
    }
    if (const auto line = any_line()) {
        line->deliver(planned.receipt, [this, number] {
            Planned& now = planned_[number];
            if (!now.kept) {
                now.kept = true;
                --waiting_;
                kept_[now.receipt.provider_reference].push_back(now.receipt.says);
            }
        });
    }
    const Duration wait = planned.wait_next;
    planned.wait_next = std::min<Duration>(wait * 2, 1h);
    time_.later(calm_ ? 5s : wait, [this, number] { try_to_deliver(number); });
}

}
