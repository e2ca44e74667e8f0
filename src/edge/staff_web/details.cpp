// One bulk message: its page, what a search in it finds, and the events that keep it up to date.
#include "edge/staff_web/pages/details.hpp"

#include "domain/typed_text.hpp"
#include "edge/staff_web/gateways.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t rows_a_page = 50;

// Which patients of it, from where on.
struct Wanted {
    BulkMessageId bulk_message;
    send::Which which = send::Which::all;
    Position after{0};
    std::string search = {};
    DetailsView::Said said = DetailsView::Said::nothing;
};

send::Which read_which(std::string_view text) {
    return text == "errors" ? send::Which::errors : send::Which::all;
}

// `fields`: the address's on a page, the form's in a search.
Result<Wanted> read_wanted(const http::Request& request, const auto& fields) {
    COHORT_TRY(bulk_message, BulkMessageId::parse(request.param("bulk_message")));
    return Wanted{
        .bulk_message = bulk_message,
        .which = read_which(fields.text("show")),
        .after = Position{read_position(fields.text("after"))}
    };
}

// A page of rows, read one further to know whether more come.
PatientsView patients_of(const Wanted& wanted, std::vector<send::MessageView> rows) {
    PatientsView view{.bulk_message = wanted.bulk_message, .which = wanted.which};
    if (wanted.after.value > 0) {
        view.first = wanted.after;
    }
    if (static_cast<std::int64_t>(rows.size()) > rows_a_page) {
        rows.pop_back();
        view.go_on = rows.back().position;
    }
    view.rows = std::move(rows);
    return view;
}

Result<DetailsView> read_view(
    db::Snapshot& at, const send::Sending& sending, PracticeId practice, const Wanted& wanted
) {
    COHORT_TRY(details, sending.details(at, practice, wanted.bulk_message));
    DetailsView view{.details = std::move(details), .trouble = {}, .patients = {}};
    view.said = wanted.said;
    if (view.details.overview.counts.open() > 0) {
        view.trouble = trouble_with(sending, view.details.overview.channel);
    }
    view.patients = patients_of(wanted, {});
    if (!wanted.search.empty()) {
        return view; // found by search(), outside the snapshot
    }
    COHORT_TRY(
        rows,
        sending.messages(
            at, practice, wanted.bulk_message, wanted.which, wanted.after, rows_a_page + 1
        )
    );
    view.patients = patients_of(wanted, std::move(rows));
    return view;
}

// What the events are about: the rows too, unless a search found them.
html::Url events_of(const DetailsView& view, const Wanted& wanted) {
    const send::Overview& overview = view.details.overview;
    if (pace_of(overview) == Pace::final) {
        return {};
    }
    const html::Url url =
        html::Url::path({"bulk-messages", overview.id.text(), "events"})
            .with_query("show", wanted.which == send::Which::errors ? "errors" : "all");
    return wanted.search.empty() ? url.with_query("after", std::to_string(wanted.after.value))
                                 : url;
}

// Only of one that was taken back.
Task<std::optional<DraftId>>
find_replacement(Site site, const Visitor& visitor, const DetailsView& view) {
    if (view.details.timeline.empty() || view.details.timeline.back().what != "taken_back") {
        co_return std::nullopt;
    }
    const BulkMessageId id = view.details.overview.id;
    const auto find = [&, id](db::Snapshot& at) -> Result<std::optional<DraftId>> {
        return site.deps.composing.replacement_of(at, visitor.practice(), id);
    };
    co_return (co_await site.deps.database.read(find)).value_or(std::nullopt);
}

Task<http::Response> show_view(Site site, Visitor visitor, Wanted wanted) {
    const auto load = [&](db::Snapshot& at) {
        return read_view(at, site.deps.sending, visitor.practice(), wanted);
    };
    auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    if (!wanted.search.empty()) {
        auto found = co_await site.deps.sending.search(
            visitor.practice(),
            wanted.bulk_message,
            wanted.which,
            wanted.after,
            rows_a_page,
            wanted.search
        );
        if (!found.ok()) {
            co_return http::failure(found.error());
        }
        view->patients.rows = std::move(found->messages);
        view->patients.go_on = found->go_on_after;
        view->patients.looked_at = found->looked_at;
        view->patients.search = wanted.search;
    }
    view->events = events_of(*view, wanted);
    view->replaced_by = co_await find_replacement(site, visitor, *view);
    view->token = visitor.session.csrf_token;
    view->patients.token = visitor.session.csrf_token;
    co_return show(site.deps.random, &visitor, details_page(*view));
}

// Looks at the counts, and at everything else only when they have changed.
class Look {
public:
    Look(const Deps& deps, const Visitor& visitor, Wanted wanted, bool with_rows)
        : deps_(deps), practice_(visitor.practice()), token_(visitor.session.csrf_token),
          wanted_(std::move(wanted)), with_rows_(with_rows) {}

    Task<Result<LiveState>> again() {
        const auto load = [this](db::Snapshot& at) -> Result<LiveState> {
            COHORT_TRY(overview, deps_.sending.overview(at, practice_, wanted_.bulk_message));
            LiveState state{.parts = {}, .pace = pace_of(overview)};
            const auto trouble = trouble_with(deps_.sending, overview.channel);
            const std::string reason = trouble ? trouble->reason : "";
            if (seen_ && seen_->counts == overview.counts && seen_->state == overview.state
                && seen_->hold == overview.hold && seen_reason_ == reason) {
                return state;
            }
            COHORT_TRY(view, read_view(at, deps_.sending, practice_, wanted_));
            view.token = token_;
            state.parts = parts_of(view);
            if (with_rows_) {
                state.parts.push_back(rows_of(view.patients));
            }
            seen_ = std::move(overview);
            seen_reason_ = reason;
            return state;
        };
        co_return co_await deps_.database.read(load);
    }

private:
    const Deps& deps_;
    PracticeId practice_;
    std::string token_;
    Wanted wanted_;
    bool with_rows_;
    std::optional<send::Overview> seen_;
    std::string seen_reason_;
};

}

Task<http::Response> show_details(Site site, http::Request& request, Visitor visitor) {
    auto wanted = read_wanted(request, request.query);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    if (request.query.text("said") == "nothing") {
        wanted->said = DetailsView::Said::nothing_done;
    }
    co_return co_await show_view(site, std::move(visitor), std::move(wanted).value());
}

Task<http::Response> search_details(Site site, http::Request& request, Visitor visitor) {
    auto wanted = read_wanted(request, request.form);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    wanted->search = domain::read_line(request.form.text("q"));
    co_return co_await show_view(site, std::move(visitor), std::move(wanted).value());
}

Task<http::Response> details_events(Site site, http::Request& request, Visitor visitor) {
    auto wanted = read_wanted(request, request.query);
    if (!wanted.ok()) {
        co_return http::not_found();
    }
    // Shared, because it remembers what it saw and a std::function is copied.
    const auto look = std::make_shared<Look>(
        site.deps, visitor, std::move(wanted).value(), request.query.has("after")
    );
    co_return live_events(site.deps, request, [look] { return look->again(); });
}

}
