#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"
#include "simulator/pages/layout.hpp"
#include "simulator/pages/pages.hpp"

namespace cohort::simulator::pages {

using namespace html;

http::Response totals(const http::Request& request, const World& world, LedgerState ledger) {
    const Totals& all = world.totals();
    const auto row = [](const char* what, std::uint64_t count) {
        return nhs::SummaryRow{.key = what, .value = std::to_string(count)};
    };
    Html content = h1("Totals");
    content += h2("Texts")
               + nhs::summary_list(
                   {.rows =
                        {
                            row("Parts asked for", all.submits),
                            row("Parts accepted", all.accepted),
                            row("Parts refused", all.refused),
                            row("Parts never answered", all.unanswered),
                            row("Whole messages", all.messages),
                            row("Receipts sent", all.receipts),
                            row("Receipts acknowledged", all.acknowledged),
                            row("Receipts waiting", ledger.receipts_waiting),
                            row("Phones", world.phones().size()),
                        }}
               );
    content += h2("Emails")
               + nhs::summary_list(
                   {.rows =
                        {
                            row("Taken", all.mails),
                            row("Refused", all.mails_refused),
                            row("Mailboxes", world.mailboxes().size()),
                        }}
               );
    content +=
        h2("Ledger")
        + nhs::summary_list({.rows = {row("Records", ledger.last), row("On disk", ledger.durable)}}
        );
    content +=
        p(a(href("/api/totals"), "These totals by number, as JSON"),
          ", ",
          a(href("/api/ledger"), "the ledger, as JSON"));
    return page(
        request, {.title = "Totals", .place = Place::totals, .content = std::move(content)}
    );
}

}
