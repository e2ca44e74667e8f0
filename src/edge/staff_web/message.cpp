// Step 2 (M8, M10–M12): what to say, by which channel, when.
#include "domain/limits.hpp"
#include "domain/london_time.hpp"
#include "domain/personalisation.hpp"
#include "domain/segments.hpp"
#include "edge/staff_web/message_form.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

using namespace html;

struct Step2 {
    DraftId draft;
    MessageForm form;
    lists::Summary list;
    bool sms_enabled = false;
    std::vector<Error> faults = {};
    std::string notice = {}; // said once, about a time that was moved
};

// The field that a fault is about.
std::string_view field_of(const Error& fault) {
    const std::string_view code = fault.code.text();
    if (code.starts_with("compose.subject")) {
        return "subject";
    }
    if (code.starts_with("compose.time") || code.starts_with("time.")) {
        return "day";
    }
    if (code.starts_with("compose.sms_off") || code.starts_with("compose.nobody")) {
        return "channel";
    }
    return "text";
}

std::string words_of(const Error& fault) {
    std::string words = sentence(fault.code.text());
    if (fault.code == ErrorCode("personalisation.unknown_placeholder") && !fault.detail.empty()) {
        words += " What stands there: ((" + fault.detail + ")).";
    }
    return words;
}

std::string problem_of(const Step2& step, std::string_view field) {
    for (const Error& fault : step.faults) {
        if (field_of(fault) == field) {
            return words_of(fault);
        }
    }
    return {};
}

// How many plain letters may follow before the text takes one SMS more. What stands at the border
// of two parts decides, so it is tried out.
std::size_t room_in(std::string_view text, std::size_t segments_now) {
    std::size_t fits = 0;
    std::size_t too_many = domain::limits::sms_gsm_units_single + 1;
    while (too_many - fits > 1) {
        const std::size_t half = (fits + too_many) / 2;
        const auto size = domain::measure_sms(std::string(text) + std::string(half, 'a'));
        (size.segments == segments_now ? fits : too_many) = half;
    }
    return fits;
}

std::string room_in_words(std::string_view text, std::size_t segments_now) {
    if (!domain::fits_sms(domain::measure_sms(text))) {
        return "That is longer than can be sent: the most is "
               + segments(static_cast<std::int64_t>(domain::limits::sms_segments_max)) + ".";
    }
    const std::size_t room = room_in(text, segments_now);
    return with_commas(static_cast<std::int64_t>(room)) + (room == 1 ? " more fits" : " more fit")
           + " in the same " + (segments_now == 1 ? "segment." : "segments.");
}

// How many SMS the text is, before the names are put in; and which characters make it dearer.
Html count_of(std::string_view text) {
    const domain::SmsCount count = domain::count_sms(text);
    const bool ucs2 = count.encoding == domain::SmsEncoding::ucs2;
    Html words =
        p(strong(
              text.empty() ? "Nothing written yet"
                           : segments(static_cast<std::int64_t>(count.segments))
          ),
          when(!text.empty(), [&] {
              return Html(
                  " for each patient, " + with_commas(static_cast<std::int64_t>(count.units))
                  + " characters counted. " + room_in_words(text, count.segments)
                  + (text.find("((") == text.npos ? ""
                                                  : " Names make some messages longer or shorter; "
                                                    "step 3 counts every message exactly.")
              );
          }));
    if (ucs2) {
        std::string named;
        for (const std::string& character : count.forcing_ucs2) {
            named += (named.empty() ? "" : " ") + character;
        }
        words +=
            p("These characters do not fit in an ordinary text, so that each part holds 70 "
              "characters instead of 160: ",
              strong(named));
    }
    if (!count.replaceable.empty()) {
        std::string pairs;
        for (const domain::ReplaceableCharacter& one : count.replaceable) {
            pairs += (pairs.empty() ? "" : ", ") + one.character + " by "
                     + (one.with.empty() ? "nothing" : one.with);
        }
        words += p("They can be replaced: ", pairs, ".")
                 + nhs::button(
                     {.text = "Replace these characters",
                      .look = nhs::ButtonLook::secondary,
                      .small = true,
                      .name = "action",
                      .value = "simplify"}
                 );
    }
    return words;
}

Html channel_field(const Step2& step) {
    std::vector<nhs::Choice> choices;
    if (step.sms_enabled) {
        choices.push_back(
            {.value = "sms",
             .text = "Text message (SMS)",
             .hint =
                 {.text = patients(step.list.by_sms) + " of " + with_commas(step.list.accepted)
                          + " can be reached"}}
        );
    }
    choices.push_back(
        {.value = "email",
         .text = "Email",
         .hint =
             {.text = patients(step.list.by_email) + " of " + with_commas(step.list.accepted)
                      + " can be reached"},
         .reveals = nhs::input(
             {.label = {.text = "Subject"},
              .error = {.text = problem_of(step, "subject")},
              .name = "subject",
              .value = step.form.subject}
         )}
    );
    return nhs::radios(
        {.fieldset = {.legend = {.text = "How do you want to send it?", .size = nhs::Size::m}},
         .error = {.text = problem_of(step, "channel")},
         .name = "channel",
         .items = std::move(choices),
         .values = {std::string(domain::text(step.form.channel))}}
    );
}

Html text_field(const Step2& step, const Visitor& visitor) {
    std::string names;
    for (const domain::Placeholder placeholder : domain::placeholders_all) {
        names += (names.empty() ? "" : ", ") + std::string(domain::written(placeholder));
    }
    return nhs::textarea(
               {.label = {.text = "Message", .size = nhs::Size::m},
                .hint =
                    {.text = "Name your practice, and say one thing to do. You can write " + names
                             + "; each patient's own is put in."},
                .error = {.text = problem_of(step, "text")},
                .name = "text",
                .value = step.form.text,
                .rows = 8,
                .spellcheck = true}
           )
           + div(
               id("count"),
               attr<"data-count">("/drafts/" + step.draft.text() + "/count"),
               attr<"data-token">(visitor.session.csrf_token),
               attr<"aria-live">("polite"),
               when(
                   step.form.channel == domain::Channel::sms,
                   [&] { return count_of(step.form.text); }
               )
           );
}

Html timing_field(const Step2& step) {
    const bool in_error = !problem_of(step, "day").empty();
    const auto field = [&](const char* name, const char* label, const std::string& value, int width
                       ) {
        return nhs::DateField{
            .name = name,
            .label = label,
            .value = value,
            .width = width,
            .error = in_error,
            .id = name
        };
    };
    const Html date = nhs::date_input(
        {.id = "when",
         .fieldset = {.legend = {.text = "Date and time in London"}},
         .hint = {.text = "For example, 27 11 2026 at 09 30"},
         .error = {.text = problem_of(step, "day")},
         .items =
             {field("day", "Day", step.form.day, 2),
              field("month", "Month", step.form.month, 2),
              field("year", "Year", step.form.year, 4),
              field("hour", "Hour", step.form.hour, 2),
              field("minute", "Minute", step.form.minute, 2)}}
    );
    return nhs::radios(
        {.fieldset = {.legend = {.text = "When do you want to send it?", .size = nhs::Size::m}},
         .name = "timing",
         .items =
             {{.value = "now", .text = "Send now"},
              {.value = "later", .text = "Send later", .reveals = date}},
         .values = {step.form.later ? "later" : "now"}}
    );
}

http::Response page_of(Site site, const Visitor& visitor, const Step2& step, int status) {
    std::vector<nhs::ErrorItem> errors;
    for (const Error& fault : step.faults) {
        errors.push_back({.text = words_of(fault), .href = Url::to_id(field_of(fault))});
    }
    const Html content =
        when(!step.notice.empty(), [&] { return nhs::notification_banner({.text = step.notice}); })
        + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 2 of 3")
        + h1(classes("nhsuk-heading-l"), "Write the message")
        + p("To: ", strong(step.list.name), ", ", patients(step.list.accepted))
        + form(
            attr<"method">("post"),
            action(Url::path({"drafts", step.draft.text()})),
            attr<"novalidate">(""),
            token_field(visitor),
            // Enter in a field presses a form's first button: this one, and not 'Replace these
            // characters'.
            html::button(
                classes("nhsuk-u-visually-hidden"),
                attr<"type">("submit"),
                attr<"name">("action"),
                attr<"value">("continue"),
                attr<"tabindex">("-1"),
                attr<"aria-hidden">("true"),
                "Continue"
            ),
            channel_field(step),
            text_field(step, visitor),
            timing_field(step),
            nhs::button({.text = "Continue to check", .name = "action", .value = "continue"})
        );
    return show(
        site.deps.random,
        &visitor,
        {.title = "Write the message",
         .before_content = nhs::back_link({.href = Url::path({"lists", step.list.id.text()})}),
         .errors = std::move(errors),
         .content = content,
         .width = Width::two_thirds,
         .scripts = {asset_url("count.js")}},
        status
    );
}

struct Loaded {
    compose::Draft draft;
    lists::Summary list;
};

Task<Result<Loaded>> load(Site site, const Visitor& visitor, std::string_view draft_text) {
    COHORT_CO_TRY(id, DraftId::parse(draft_text));
    const auto read = [&site, &visitor, id](db::Snapshot& at) -> Result<Loaded> {
        COHORT_TRY(draft, site.deps.composing.draft(at, visitor.practice(), id));
        COHORT_TRY(list, site.deps.lists.summary(at, visitor.practice(), draft.content.list));
        return Loaded{std::move(draft), std::move(list)};
    };
    co_return co_await site.deps.database.read(read);
}

}

Task<http::Response> show_message(Site site, http::Request& request, Visitor visitor) {
    auto loaded = co_await load(site, visitor, request.param("draft"));
    if (!loaded.ok()) {
        co_return http::failure(loaded.error());
    }
    Step2 step{
        .draft = loaded->draft.id,
        .form = form_of(loaded->draft.content),
        .list = std::move(loaded->list),
        .sms_enabled = visitor.session.practice.sms_enabled
    };
    // Sent back by step 3, because it cannot be sent as it is.
    if (request.query.has("why")) {
        step.faults =
            site.deps.composing.faults(visitor.session.practice, step.list, loaded->draft.content);
    }
    co_return page_of(site, visitor, step, 200);
}

Task<http::Response> save_message(Site site, http::Request& request, Visitor visitor) {
    auto loaded = co_await load(site, visitor, request.param("draft"));
    if (!loaded.ok()) {
        co_return http::failure(loaded.error());
    }
    const bool simplify = request.form.text("action") == "simplify";
    Step2 step{
        .draft = loaded->draft.id,
        .form = read_message_form(request.form),
        .list = std::move(loaded->list),
        .sms_enabled = visitor.session.practice.sms_enabled
    };
    if (simplify) {
        step.form.text = domain::simplify(step.form.text);
    }
    compose::Draft draft{
        loaded->draft.id,
        {.list = loaded->draft.content.list,
         .channel = step.form.channel,
         .subject = step.form.subject,
         .text = step.form.text,
         .later = std::nullopt}
    };
    bool moved = false;
    if (step.form.later) {
        const auto time = read_time(step.form);
        if (time.ok()) {
            draft.content.later = time->utc;
            moved = time->kind == domain::LocalKind::skipped;
        } else {
            step.faults.push_back(time.error());
        }
    }
    const auto save = [&site, &visitor, &draft](db::Transaction& tx) {
        return site.deps.composing.save(tx, visitor.actor(), draft);
    };
    if (const Outcome saved = co_await site.deps.database.write(save); !saved.ok()) {
        co_return http::failure(saved.error());
    }
    if (simplify) {
        step.faults.clear();
        co_return page_of(site, visitor, step, 200);
    }
    auto reloaded = co_await load(site, visitor, request.param("draft"));
    if (!reloaded.ok()) {
        co_return http::failure(reloaded.error());
    }
    const auto more =
        site.deps.composing.faults(visitor.session.practice, step.list, reloaded->draft.content);
    step.faults.insert(step.faults.end(), more.begin(), more.end());
    if (!step.faults.empty()) {
        co_return page_of(site, visitor, step, 400);
    }
    co_return http::see_other("/drafts/" + draft.id.text() + "/check" + (moved ? "?moved=1" : ""));
}

// The live count, as the fragment that stands in the page. The text is neither kept nor logged.
Task<http::Response> count_message(Site, http::Request& request, Visitor) {
    const bool sms = request.form.text("channel") != "email";
    co_return http::html(
        std::string(sms ? std::string(count_of(request.form.text("text")).markup()) : std::string())
    );
}

}
