#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "simulator/pages/layout.hpp"
#include "simulator/pages/pages.hpp"
#include "simulator/text.hpp"

#include <algorithm>

namespace cohort::simulator::pages {

using namespace html;

namespace {

constexpr std::size_t mailboxes_shown = 100;

using Entry = std::pair<const std::string, Address>;

std::vector<const Entry*> found_mailboxes(const World& world, const std::string& words) {
    std::vector<const Entry*> found;
    for (const Entry& entry : world.mailboxes()) {
        if (words.empty() || entry.first.find(words) != std::string::npos) {
            found.push_back(&entry);
        }
    }
    const auto shown = std::min(found.size(), mailboxes_shown);
    std::ranges::partial_sort(
        found,
        found.begin() + static_cast<std::ptrdiff_t>(shown),
        std::greater{},
        [](const Entry* entry) { return entry->second.last_at_ms; }
    );
    found.resize(shown);
    return found;
}

Html mailbox_table(const World& world, const std::vector<const Entry*>& entries) {
    nhs::Table table{
        .caption = {.text = "Mailboxes, the latest mail first"},
        .head =
            {{.text = "Address"},
             {.text = "Last subject"},
             {.text = "Mails", .format = nhs::CellFormat::numeric},
             {.text = "Refused", .format = nhs::CellFormat::numeric}},
        .first_cell_is_header = true,
        .responsive = true,
    };
    for (const Entry* entry : entries) {
        const auto& [address, mailbox] = *entry;
        const Mail* const last = world.last_mail(mailbox);
        table.rows.push_back({
            {.text = a(href(Url::path({"mailboxes", address})), address)},
            {.text = last == nullptr ? "" : first_line(last->subject)},
            {.text = std::to_string(mailbox.totals.mails), .format = nhs::CellFormat::numeric},
            {.text = std::to_string(mailbox.totals.mails_refused),
             .format = nhs::CellFormat::numeric},
        });
    }
    return nhs::table(table);
}

std::string subject_of(const Mail& mail) {
    return mail.subject.empty() ? "(no subject)" : mail.subject;
}

}

http::Response mailboxes(const http::Request& request, const World& world) {
    const std::string typed(request.query.text("address"));
    const auto entries = found_mailboxes(world, lower(trim(typed)));
    Html content = h1("Mailboxes")
                   + p("Emails that were sent to the simulator. No email leaves this machine.");
    content += form(
        action("/mailboxes"),
        attr<"method">("get"),
        nhs::input(
            {.label = {.text = "Email address, or part of it"}, .name = "address", .value = typed}
        ),
        nhs::button({.text = "Find mailbox", .look = nhs::ButtonLook::secondary})
    );
    if (entries.empty()) {
        content +=
            p(typed.empty() ? "No mailbox has had a mail yet."
                            : "No mailbox has this address. Check the spelling, or clear the field "
                              "to see all mailboxes.");
    } else {
        content += mailbox_table(world, entries);
    }
    return page(
        request, {.title = "Mailboxes", .place = Place::mailboxes, .content = std::move(content)}
    );
}

http::Response
mailbox(const http::Request& request, const World& world, const std::string& address) {
    const Address* const its = world.mailbox(address);
    Html content = h1(classes("nhsuk-heading-m"), address);
    if (its == nullptr) {
        content += p("Nothing has been sent to this address.");
    } else {
        auto mails = world.mails(address);
        std::ranges::reverse(mails);
        content +=
            ul(classes("nhsuk-list"), each(mails, [](const Mail* mail) {
                   return li(
                       a(href(Url::path({"mails", std::to_string(mail->n)})), subject_of(*mail)),
                       div(classes("nhsuk-body-s"),
                           "From ",
                           mail->from,
                           " · ",
                           time_text(mail->at_ms))
                   );
               }));
        content += when(mails.empty(), [] { return p("There is no mail to show here."); });
        content += when(its->totals.mails_refused > 0, [&] {
            return p("Turned away: ", its->totals.mails_refused);
        });
    }
    return page(
        request,
        {.title = address,
         .place = Place::mailboxes,
         .before_content = nhs::back_link({.text = "All mailboxes", .href = "/mailboxes"}),
         .content = std::move(content),
         .status = its == nullptr ? 404 : 200}
    );
}

http::Response mail(const http::Request& request, const Mail& mail) {
    Html content = h1(subject_of(mail));
    content += nhs::summary_list(
        {.rows =
             {
                 {.key = "From", .value = mail.from},
                 {.key = "To", .value = mail.to},
                 {.key = "Received", .value = time_text(mail.at_ms)},
                 {.key = "Message-ID", .value = mail.message_id},
             }}
    );
    content += div(classes("simulator-letter"), mail.text);
    return page(
        request,
        {.title = subject_of(mail),
         .place = Place::mailboxes,
         .before_content =
             nhs::back_link({.text = "Mailbox", .href = Url::path({"mailboxes", mail.to})}),
         .content = std::move(content)}
    );
}

}
