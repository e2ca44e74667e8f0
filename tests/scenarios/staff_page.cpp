#include "tests/scenarios/staff_page.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;

void wait_until(
    http::TestClient& staff, const std::string& page, const std::string& words, bool there
) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    for (;;) {
        const auto answer = staff.get(page);
        REQUIRE(answer.status == 200);
        if ((answer.body.find(words) != std::string::npos) == there) {
            return;
        }
        REQUIRE_MESSAGE(
            std::chrono::steady_clock::now() < deadline,
            page << (there ? " does not say: " : " still says: ") << words
        );
        std::this_thread::sleep_for(100ms);
    }
}

}

http::TestClient signed_in(const test_support::Installation& installation) {
    http::TestClient staff(installation.port());
    const auto answer = staff.post_form(
        "/sign-in",
        {{"email", installation.email_of_staff()}, {"password", installation.password_of_staff()}}
    );
    REQUIRE(answer.status == 303);
    return staff;
}

void wait_for_words(http::TestClient& staff, const std::string& page, const std::string& words) {
    wait_until(staff, page, words, true);
}

void wait_until_gone(http::TestClient& staff, const std::string& page, const std::string& words) {
    wait_until(staff, page, words, false);
}

}
