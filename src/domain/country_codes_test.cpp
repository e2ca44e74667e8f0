// Every code of one to three digits, by the list of ITU-T E.164 (docs/reference/uk-number-plan.md),
// written down a second time and by hand.
#include "domain/country_codes.hpp"
#include "domain/mobile_number.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>
#include <sstream>
#include <string>

using namespace cohort::domain;

namespace {

std::set<std::string> words_of(const char* words) {
    std::istringstream stream{words};
    std::set<std::string> all;
    for (std::string word; stream >> word;) {
        all.insert(word);
    }
    return all;
}

const std::set<std::string> assigned = words_of(
    "1 7 "
    "20 27 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 "
    "237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 "
    "261 262 263 264 265 266 267 268 269 290 291 297 298 299 "
    "30 31 32 33 34 36 39 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 "
    "378 380 381 382 383 385 386 387 389 "
    "40 41 43 44 45 46 47 48 49 420 421 423 "
    "51 52 53 54 55 56 57 58 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 "
    "597 598 599 "
    "60 61 62 63 64 65 66 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 "
    "690 691 692 "
    "81 82 84 86 850 852 853 855 856 880 886 "
    "90 91 92 93 94 95 98 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 992 "
    "993 994 995 996 998"
);

// Spare, reserved, a service's, or not in use.
const std::set<std::string> nobodys = words_of(
    "0 "
    "210 214 215 217 219 259 28 292 293 294 295 296 "
    "379 384 388 "
    "422 424 425 426 427 428 429 "
    "671 684 693 694 695 696 697 698 699 "
    "800 801 802 803 804 805 806 807 808 809 83 851 854 857 858 859 870 871 872 873 874 875 876 "
    "877 878 879 881 882 883 884 885 887 888 889 89 "
    "969 978 979 990 991 997 999"
);

// The one word of `codes` that `dialled` begins with, or empty.
std::string beginning(const std::set<std::string>& codes, const std::string& dialled) {
    std::string found;
    for (std::size_t length = 1; length <= 3; ++length) {
        const std::string begins = dialled.substr(0, length);
        if (codes.contains(begins)) {
            CHECK_MESSAGE(found.empty(), found << " begins " << begins);
            found = begins;
        }
    }
    return found;
}

}

TEST_CASE("country codes: all three digits that a number can begin with are judged by the list") {
    for (int three = 0; three < 1000; ++three) {
        const std::string dialled = fmt::format("{:03}5550123", three);
        CAPTURE(dialled);
        const std::string ours = beginning(assigned, dialled);
        CHECK(ours.empty() != beginning(nobodys, dialled).empty());
        CHECK(country_code(dialled) == ours);
    }
}

TEST_CASE("country codes: a code alone is found, a part of one is not") {
    for (const std::string& code : assigned) {
        CAPTURE(code);
        CHECK(country_code(code) == code);
        CHECK(country_code(std::string_view{code}.substr(0, code.size() - 1)).empty());
    }
    CHECK(country_code("").empty());
}

// Ten digits behind each, but where a country's own plan says more (+1, +44).
TEST_CASE("country codes: behind an assigned one, and no other, a number is taken") {
    const auto is_taken = [](const std::string& cell) {
        return MobileNumber::parse(cell, International::allowed).ok();
    };
    for (const std::string& code : assigned) {
        CAPTURE(code);
        const std::string number = code + (code == "44" ? "7700900123" : "2125550123");
        CHECK(is_taken("+" + number));
        CHECK(is_taken("00" + number));
    }
    for (const std::string& code : nobodys) {
        CAPTURE(code);
        CHECK_FALSE(is_taken("+" + code + "2125550123"));
        CHECK_FALSE(is_taken("00" + code + "2125550123"));
    }
}

TEST_CASE("country codes: a 0 behind one is a digit in eight countries and a slip elsewhere") {
    const std::set<std::string> keeping = words_of("39 225 226 229 241 242 378 992");
    for (const std::string& code : assigned) {
        if (code == "44") {
            continue; // +44 0 7… can mean one number only
        }
        CAPTURE(code);
        CHECK(has_numbers_with_leading_zero(code) == keeping.contains(code));
        CHECK(
            MobileNumber::parse("+" + code + " 0612345678", International::allowed).ok()
            == keeping.contains(code)
        );
    }
}

TEST_CASE("country codes: a number has seven to fifteen digits, its code included") {
    for (const std::string& code : assigned) {
        if (code == "1" || code == "44") {
            continue; // their own plans are stricter
        }
        CAPTURE(code);
        for (std::size_t digits = code.size(); digits <= 18; ++digits) {
            CAPTURE(digits);
            const std::string cell = "+" + code + std::string(digits - code.size(), '5');
            const auto reading = MobileNumber::parse(cell, International::allowed);
            CHECK(reading.ok() == (digits >= 7 && digits <= 15));
            if (reading.ok()) {
                CHECK(reading->number.reveal() == cell);
            }
        }
    }
}
