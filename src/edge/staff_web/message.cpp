// Step 2: what was written is kept, ready or not; only what is ready leads on to step 3.
#include "edge/staff_web/pages/message.hpp"

#include "domain/london_time.hpp"
#include "domain/segments.hpp"
#include "domain/typed_text.hpp"
#include "edge/staff_web/message_form.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

struct Loaded {
    compose::Draft draft;
    lists::Summary list;
    std::optional<BulkMessageId> sent_as;
};

Task<Result<Loaded>> load(Site site, const Visitor& visitor, std::string_view draft_text) {
    COHORT_CO_TRY(id, DraftId::parse(draft_text));
    const auto read = [&site, &visitor, id](db::Snapshot& at) -> Result<Loaded> {
        COHORT_TRY(draft, site.deps.composing.draft(at, visitor.practice(), id));
        COHORT_TRY(list, site.deps.lists.summary(at, visitor.practice(), draft.list));
        const auto sent_as = site.deps.composing.sent_as(at, visitor.practice(), id);
        return Loaded{std::move(draft), std::move(list), sent_as};
    };
    co_return co_await site.deps.database.read(read);
}

std::string words_of(const Error& fault, const Loaded& loaded) {
    const lists::Summary& list = loaded.list;
    std::string words = sentence(fault.code.text());
    if (fault.code == ErrorCode("draft.changed_meanwhile")) {
        words += " It was " + loaded.draft.changed_by + ", on "
                 + domain::say_moment(loaded.draft.changed_at) + ".";
    }
    if (fault.code == ErrorCode("list.deleted") && list.deleted_at) {
        words += " It was deleted by " + list.deleted_by + " on "
                 + domain::say_moment(*list.deleted_at) + ".";
    }
    if (fault.code == ErrorCode("personalisation.unknown_placeholder") && !fault.detail.empty()) {
        words += " What stands there: ((" + fault.detail + ")).";
    }
    return words;
}

std::vector<FieldProblem> problems_of(const std::vector<Error>& faults, const Loaded& loaded) {
    std::vector<FieldProblem> problems;
    problems.reserve(faults.size());
    for (const Error& fault : faults) {
        problems.push_back({std::string(field_of(fault)), words_of(fault, loaded)});
    }
    return problems;
}

Task<WrittenView> written_of(Site site, const Visitor& visitor, const Loaded& loaded) {
    const practice::Practice& practice = visitor.session.practice;
    const domain::Channel channel = loaded.draft.channel;
    WrittenView view{
        .channel = channel,
        .text = compose::tidy(loaded.draft.text),
        .list_patients = loaded.list.accepted,
        .sender = channel == domain::Channel::sms ? practice.sms_sender : practice.name
    };
    view.sample = co_await site.deps.composing.sample(
        site.deps.database, site.deps.pool, practice.id, loaded.draft
    );
    co_return view;
}

Task<http::Response>
show_page(Site site, const Visitor& visitor, Loaded loaded, std::vector<Error> faults, int status) {
    WrittenView written = co_await written_of(site, visitor, loaded);
    std::vector<FieldProblem> problems = problems_of(faults, loaded);
    const MessagePageView view{
        .draft = std::move(loaded.draft),
        .list = std::move(loaded.list),
        .written = std::move(written),
        .sms_enabled = visitor.session.practice.sms_enabled,
        .problems = std::move(problems),
        .token = visitor.session.csrf_token
    };
    co_return show(site.deps.random, &visitor, message_page(view), status);
}

// Somebody else saved the draft meanwhile. What was typed stays on the page, and saved again it
// takes the place of theirs.
Task<http::Response>
show_theirs(Site site, const Visitor& visitor, Loaded typed, Error changed_meanwhile) {
    const std::string id = typed.draft.id.text();
    auto theirs = co_await load(site, visitor, id);
    if (!theirs.ok()) {
        co_return http::failure(theirs.error());
    }
    typed.draft.revision = theirs->draft.revision;
    typed.draft.changed_by = theirs->draft.changed_by;
    typed.draft.changed_at = theirs->draft.changed_at;
    const int status = http::status_of(changed_meanwhile);
    std::vector<Error> faults{std::move(changed_meanwhile)};
    co_return co_await show_page(site, visitor, std::move(typed), std::move(faults), status);
}

}

Task<http::Response> show_message(Site site, http::Request& request, Visitor visitor) {
    auto loaded = co_await load(site, visitor, request.param("draft"));
    if (!loaded.ok()) {
        co_return http::failure(loaded.error());
    }
    if (loaded->sent_as) {
        co_return http::see_other("/bulk-messages/" + loaded->sent_as->text());
    }
    std::vector<Error> faults;
    // Sent back by step 3, because it cannot be sent as it is.
    if (request.query.has("why")) {
        faults = site.deps.composing.faults(visitor.session.practice, loaded->list, loaded->draft);
    } else if (loaded->list.state == lists::State::deleted) {
        faults.push_back({ErrorKind::conflict, "list.deleted"}); // before more is written to nobody
    }
    co_return co_await show_page(site, visitor, std::move(loaded).value(), std::move(faults), 200);
}

Task<http::Response> save_message(Site site, http::Request& request, Visitor visitor) {
    auto loaded = co_await load(site, visitor, request.param("draft"));
    if (!loaded.ok()) {
        co_return http::failure(loaded.error());
    }
    if (loaded->sent_as) {
        co_return http::failure({ErrorKind::conflict, "compose.already_sent"});
    }
    compose::Draft& draft = loaded->draft;
    draft = read_message_form(request.form, draft);
    const bool simplify = request.form.text("action") == "simplify";
    if (simplify) {
        draft.text = domain::simplify(draft.text);
    }
    const auto save = [&site, &visitor, &draft](db::Transaction& tx) {
        return site.deps.composing.save(tx, visitor.actor(), draft);
    };
    const Outcome saved = co_await site.deps.database.write(save);
    if (!saved.ok() && saved.error().code == ErrorCode("draft.changed_meanwhile")) {
        co_return co_await show_theirs(site, visitor, std::move(loaded).value(), saved.error());
    }
    if (!saved.ok()) {
        co_return http::failure(saved.error());
    }
    ++draft.revision;
    if (simplify) {
        co_return co_await show_page(site, visitor, std::move(loaded).value(), {}, 200);
    }
    compose::Draft kept = draft;
    kept.subject = compose::tidy(draft.subject);
    kept.text = compose::tidy(draft.text);
    auto faults = site.deps.composing.faults(visitor.session.practice, loaded->list, kept);
    if (!faults.empty()) {
        co_return co_await show_page(
            site, visitor, std::move(loaded).value(), std::move(faults), 400
        );
    }
    co_return http::see_other("/drafts/" + draft.id.text() + "/check");
}

// What stands under the text, as it is while it is written. The text is neither kept nor logged.
Task<http::Response> count_message(Site site, http::Request& request, Visitor visitor) {
    auto loaded = co_await load(site, visitor, request.param("draft"));
    if (!loaded.ok()) {
        co_return http::failure(loaded.error());
    }
    compose::Draft& draft = loaded->draft;
    draft = read_message_form(request.form, draft);
    const WrittenView view = co_await written_of(site, visitor, *loaded);
    using namespace html;
    const Html parts = div(id("count"), count_of(view)) + div(id("preview"), preview_of(view));
    co_return http::html(std::string(parts.markup()));
}

}
