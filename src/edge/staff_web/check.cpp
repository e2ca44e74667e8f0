// Step 3. Send carries a hash of what the page showed: whatever changed since leads back here, and
// what cannot be sent leads back to step 2. One press sends once.
#include "edge/staff_web/pages/check.hpp"

#include "domain/typed_text.hpp"
#include "edge/staff_web/gateways.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"

namespace cohort::staff_web {
namespace {

// Later than this after Send, people are told 'scheduled'. No undo time is longer.
constexpr auto soon = std::chrono::minutes{5};

http::Response back_to_step_2(DraftId draft) {
    return http::see_other("/drafts/" + draft.text() + "?why=1");
}

// What happens otherwise than the words of the form would let one think.
std::vector<std::string> notices_about(const compose::Check& check) {
    std::vector<std::string> notices;
    if (check.chosen == domain::LocalKind::skipped) {
        notices.push_back(sentence("time.skipped"));
    }
    if (check.chosen == domain::LocalKind::repeated) {
        notices.push_back(sentence("time.repeated"));
    }
    if (check.start.when == compose::Start::When::next_opening) {
        notices.push_back(sentence("send_window.closed"));
    }
    return notices;
}

// Why one is back here.
struct Back {
    std::string changed = {}; // said first
    std::string reason_typed = {};
    std::string reason_fault = {};
    int status = 200;
};

Task<http::Response> show_page(Site site, const Visitor& visitor, DraftId draft, Back back) {
    auto check = co_await site.deps.composing.check(
        site.deps.database, site.deps.pool, visitor.practice(), draft
    );
    if (!check.ok()) {
        co_return check.error().kind == ErrorKind::invalid ? back_to_step_2(draft)
                                                           : http::failure(check.error());
    }
    const practice::Practice& practice = visitor.session.practice;
    const bool sms = check->content.channel == domain::Channel::sms;
    CheckView view{
        .draft = draft,
        .check = std::move(check).value(),
        .sender = sms ? practice.sms_sender : practice.name,
        .trouble = {},
        .notices = {},
        .reason_typed = std::move(back.reason_typed),
        .reason_fault = std::move(back.reason_fault),
        .token = visitor.session.csrf_token
    };
    view.trouble = trouble_with(site.deps.sending, view.check.content.channel);
    view.notices = notices_about(view.check);
    if (!back.changed.empty()) {
        view.notices.insert(view.notices.begin(), std::move(back.changed));
    }
    co_return show(site.deps.random, &visitor, check_page(view), back.status);
}

}

Task<http::Response> show_check(Site site, http::Request& request, Visitor visitor) {
    const auto draft = DraftId::parse(request.param("draft"));
    if (!draft.ok()) {
        co_return http::not_found();
    }

    struct Found {
        std::optional<BulkMessageId> sent_as;
        bool ready;
    };

    const auto load = [&site, &visitor, &draft](db::Snapshot& at) -> Result<Found> {
        const Deps& deps = site.deps;
        COHORT_TRY(found, deps.composing.draft(at, visitor.practice(), *draft));
        COHORT_TRY(list, deps.lists.summary(at, visitor.practice(), found.list));
        return Found{
            deps.composing.sent_as(at, visitor.practice(), *draft),
            deps.composing.faults(visitor.session.practice, list, found).empty()
        };
    };
    const auto found = co_await site.deps.database.read(load);
    if (!found.ok()) {
        co_return http::failure(found.error());
    }
    if (found->sent_as) {
        co_return http::see_other("/bulk-messages/" + found->sent_as->text());
    }
    if (!found->ready) {
        co_return back_to_step_2(*draft);
    }
    co_return co_await show_page(site, visitor, *draft, {});
}

// Whether it waits for the practice's hours. Kept in the draft, and shown anew before it is sent.
Task<http::Response> choose_hours(Site site, http::Request& request, Visitor visitor) {
    const auto draft = DraftId::parse(request.param("draft"));
    if (!draft.ok()) {
        co_return http::not_found();
    }
    const bool keep = request.form.text("hours") == "keep";
    const std::string reason =
        keep ? std::string() : compose::tidy(domain::read_lines(request.form.text("reason")));
    const auto fault = keep ? std::nullopt : compose::fault_of_reason(reason);
    if (fault) {
        Back back{
            .reason_typed = reason, .reason_fault = sentence(fault->code.text()), .status = 400
        };
        co_return co_await show_page(site, visitor, *draft, std::move(back));
    }
    const auto save = [&](db::Transaction& tx) -> Outcome {
        const compose::Composing& composing = site.deps.composing;
        if (composing.sent_as(tx, visitor.practice(), *draft)) {
            return Error{ErrorKind::conflict, "compose.already_sent"};
        }
        COHORT_TRY(kept, composing.draft(tx, visitor.practice(), *draft));
        kept.anyway_reason = reason;
        return composing.save(tx, visitor.actor(), kept);
    };
    const Outcome saved = co_await site.deps.database.write(save);
    co_return saved.ok() ? http::see_other("/drafts/" + draft->text() + "/check")
                         : http::failure(saved.error());
}

Task<http::Response> send_now(Site site, http::Request& request, Visitor visitor) {
    const auto draft = DraftId::parse(request.param("draft"));
    if (!draft.ok()) {
        co_return http::not_found();
    }
    const std::string shown(request.form.text("content"));

    struct Sent {
        compose::Accepted accepted;
        bool later;
        bool by_somebody_else; // and before this press
    };

    const auto accept = [&](db::Transaction& tx) -> Result<Sent> {
        COHORT_TRY(accepted, site.deps.composing.accept_draft(tx, visitor.actor(), *draft, shown));
        COHORT_TRY(message, site.deps.composing.load(tx, visitor.practice(), accepted.id));
        const bool later =
            message.content.later.has_value() || message.send_at > message.pressed_at + soon;
        return Sent{accepted, later, message.pressed_by != visitor.actor().name};
    };
    const auto sent = co_await site.deps.database.write(accept);
    if (sent.ok() && sent->by_somebody_else) {
        co_return http::see_other("/bulk-messages/" + sent->accepted.id.text() + "?said=nothing");
    }
    if (sent.ok()) {
        co_return http::see_other(
            sent->later ? "/bulk-messages?said=scheduled" : "/bulk-messages?said=sent"
        );
    }
    const Error& error = sent.error();
    if (error.kind == ErrorKind::invalid) {
        co_return back_to_step_2(*draft);
    }
    if (error.code == ErrorCode("compose.changed")) {
        Back back{.changed = sentence(error.code.text()), .status = http::status_of(error)};
        co_return co_await show_page(site, visitor, *draft, std::move(back));
    }
    co_return http::failure(error);
}

}
