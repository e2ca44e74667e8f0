#include "domain/email_address.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <vector>

using cohort::domain::EmailAddress;
using cohort::domain::is_same_mailbox;

namespace {

std::string read(std::string_view cell) {
    const auto result = EmailAddress::parse(cell);
    return result.ok() ? result->reveal() : std::string{result.error().code.text()};
}

struct Row {
    std::string cell;
    std::string result;
};

} // namespace

TEST_CASE("email: two addresses that differ in case are one mailbox, and are kept as written") {
    const auto one = EmailAddress::parse("Tess.T@Example.org");
    const auto other = EmailAddress::parse("tess.t@example.ORG");
    CHECK(one->reveal() == "Tess.T@example.org");
    CHECK(is_same_mailbox(one->reveal(), other->reveal()));
    CHECK(is_same_mailbox("", ""));
    CHECK_FALSE(is_same_mailbox(one->reveal(), "tess-t@example.org"));
    CHECK_FALSE(is_same_mailbox(one->reveal(), ""));
}

TEST_CASE("email: addresses that relays take") {
    for (const Row& row : {
             Row{"ann@example.com", "ann@example.com"},
             Row{"  ann@example.com\u00A0", "ann@example.com"},
             Row{"Ann.O'Hara+gp@Example.CO.UK", "Ann.O'Hara+gp@example.co.uk"},
             Row{"a!#$%&'*+-/=?^_`{|}~b@example.com", "a!#$%&'*+-/=?^_`{|}~b@example.com"},
             Row{"a@b.c", "a@b.c"},
             Row{"a@x-y.example", "a@x-y.example"},
             Row{"a@3com.example", "a@3com.example"},
             Row{"a@bücher.example", "a@xn--bcher-kva.example"},
             Row{"a@BÜCHER.example", "a@xn--bcher-kva.example"},
             Row{"a@faß.example", "a@xn--fa-hia.example"}, // not transitional
             Row{"a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
             Row{"a@example。com", "a@example.com"},
             Row{std::string(64, 'a') + "@example.com", std::string(64, 'a') + "@example.com"},
             Row{"a@" + std::string(63, 'b') + ".example", "a@" + std::string(63, 'b') + ".example"
             },
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell) == row.result);
    }
}

TEST_CASE("email: each fault has its code") {
    const std::string long_domain = std::string(63, 'a') + "." + std::string(63, 'b') + "."
                                    + std::string(63, 'c') + "." + std::string(60, 'd');
    for (const Row& row : {
             Row{"", "email.missing"},
             Row{"  \t", "email.missing"},
             Row{"ann", "email.invalid"},
             Row{"@example.com", "email.invalid"},
             Row{"ann@", "email.invalid"},
             Row{"ann@localhost", "email.invalid"},
             Row{"ann@example..com", "email.invalid"},
             Row{"ann@.example.com", "email.invalid"},
             Row{"ann@example.com.", "email.invalid"},
             Row{".ann@example.com", "email.invalid"},
             Row{"ann.@example.com", "email.invalid"},
             Row{"a..b@example.com", "email.invalid"},
             Row{"a b@example.com", "email.invalid"},
             Row{"ann@exam ple.com", "email.invalid"},
             Row{"ann@-example.com", "email.invalid"},
             Row{"ann@example-.com", "email.invalid"},
             Row{"ann@exa_mple.com", "email.invalid"},
             Row{"ann@192.168.0.1", "email.invalid"},
             Row{"ann@[192.168.0.1]", "email.invalid"},
             Row{"\"ann\"@example.com", "email.invalid"},
             Row{"Ann <ann@example.com>", "email.invalid"},
             Row{"mailto:ann@example.com", "email.invalid"},
             Row{"änn@example.com", "email.invalid"},
             Row{"a@b@example.com", "email.invalid"},
             Row{"ann(home)@example.com", "email.invalid"},
             Row{"ann@xn--a.example", "email.invalid"},
             Row{"ann@exa\u202Emple.com", "email.invalid"},
             Row{"ann@ex\xFF.com", "email.invalid"},
             Row{std::string("ann\0@example.com", 16), "email.invalid"},
             Row{std::string(65, 'a') + "@example.com", "email.invalid"},
             Row{"a@" + std::string(64, 'b') + ".example", "email.invalid"},
             Row{"aaa@" + long_domain, "email.invalid"},
             Row{std::string(100'000, 'a') + "@b.example", "email.invalid"},
             Row{"ann@example.com, bob@example.com", "email.multiple"},
             Row{"ann@example.com;bob@example.com", "email.multiple"},
             Row{"ann@example.com bob@example.com", "email.multiple"},
             Row{"ann@example.com/bob@example.com", "email.multiple"},
             Row{"ann@example.com\nbob@example.com", "email.multiple"},
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell) == row.result);
    }
}

TEST_CASE("email: 254 octets are the most") {
    const auto address = [](std::size_t last) {
        return "a@" + std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c')
               + "." + std::string(last, 'd');
    };
    CHECK(address(60).size() == 254);
    CHECK(read(address(60)) == address(60));
    CHECK(read(address(61)) == "email.invalid");
}

TEST_CASE("email: what comes out goes in again and is the same") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string cell{bytes.begin(), bytes.end()};
        const auto first = EmailAddress::parse("x" + cell + "@b.example");
        if (first) {
            RC_ASSERT(EmailAddress::parse(first->reveal())->reveal() == first->reveal());
        }
        RC_ASSERT(!read(cell).empty());
    }));
}
