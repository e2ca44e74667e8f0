#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cohort::scenarios {
namespace {

// By which a submission is recognised as a patient's. Phones are shared, so the text belongs to it.
std::string key_of(const test::Patient& patient, const std::string& channel) {
    if (channel == "email") {
        return patient.email;
    }
    constexpr std::string_view placeholder = "((full name))";
    std::string text = text_of_their_own;
    text.replace(text.find(placeholder), placeholder.size(), patient.given + " " + patient.family);
    return "44" + patient.mobile.substr(1) + " " + text;
}

std::string key_of(const Record& record) {
    return record.kind == "submit" ? record.to + " " + record.text : record.to;
}

bool is_reached(const std::string& state) {
    return state == "accepted" || state == "delivered" || state == "failed"
           || state == "no_receipt";
}

std::string in_words(const Account& account) {
    const Message& said = account.said;
    std::string words = "position " + std::to_string(said.position) + " is " + said.state + " "
                        + said.reason + " after " + std::to_string(said.attempts)
                        + " attempts; records";
    for (const Record& record : account.seen) {
        words += " " + std::to_string(record.n) + " of session " + std::to_string(record.session);
    }
    return words;
}

// Counts those that `is` holds for and names one of them.
template <class Is>
void check_none(const std::vector<Account>& accounts, std::string_view what, Is is) {
    const auto first = std::ranges::find_if(accounts, is);
    const auto found = std::ranges::count_if(accounts, is);
    const std::string one = first == accounts.end() ? "" : in_words(*first);
    CHECK_MESSAGE(found == 0, what << ": " << one);
}

}

std::vector<Account> take_accounts(
    const test_support::Installation& installation,
    const std::string& bulk_message,
    std::size_t patients,
    const std::string& channel
) {
    http::TestClient client = api_client(installation);
    std::vector<Account> accounts;
    std::map<std::string, std::size_t> place;
    for (Message& said : messages(client, bulk_message)) {
        REQUIRE(said.position == static_cast<std::int64_t>(accounts.size()) + 1);
        const std::string key = key_of(test::patient(accounts.size()), channel);
        REQUIRE_MESSAGE(place.emplace(key, accounts.size()).second, "two patients look the same");
        accounts.push_back({std::move(said), {}});
    }
    REQUIRE(accounts.size() == patients);
    for (Record& record : read_ledger(installation.simulator_port())) {
        const bool email = record.kind == "mail" || record.kind == "mail_refused";
        if ((email ? "email" : record.kind == "submit" ? "sms" : "") != channel) {
            continue;
        }
        const auto found = place.find(key_of(record));
        REQUIRE_MESSAGE(
            found != place.end(), "somebody nobody sent to: " << record.to << " " << record.text
        );
        accounts[found->second].seen.push_back(std::move(record));
    }
    return accounts;
}

void check_accounts(const std::vector<Account>& accounts) {
    check_none(accounts, "submitted twice", [](const Account& one) { return one.seen.size() > 1; });
    check_none(accounts, "said to be reached and never seen", [](const Account& one) {
        return is_reached(one.said.state) && one.seen.empty();
    });
    check_none(accounts, "neither reached nor not confirmed", [](const Account& one) {
        return !is_reached(one.said.state) && one.said.state != "in_doubt";
    });
}

std::size_t cuts_of(const test_support::FaultProxy& proxy) {
    const auto passages = proxy.passages();
    return static_cast<std::size_t>(std::ranges::count_if(passages, [](const auto& passage) {
        return passage.fault_came;
    }));
}

std::size_t in_doubt(const std::vector<Account>& accounts) {
    return static_cast<std::size_t>(std::ranges::count_if(accounts, [](const Account& one) {
        return one.said.state == "in_doubt";
    }));
}

void check_doubts_are_real(
    const std::vector<Account>& accounts, const std::set<std::int64_t>& answered
) {
    check_none(accounts, "not confirmed although the answer came", [&](const Account& one) {
        return one.said.state == "in_doubt"
               && std::ranges::any_of(one.seen, [&](const Record& record) {
                      return answered.contains(record.n);
                  });
    });
}

}
