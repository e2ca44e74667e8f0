#include "domain/sentences/sentences.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <string>

using cohort::domain::all_sentences;
using cohort::domain::Sentence;
using cohort::domain::sentence_for;

namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return out;
}

template <class Check>
void for_each_sentence(Check check) {
    for (const auto area : all_sentences()) {
        for (const Sentence& sentence : area) {
            CAPTURE(sentence.code);
            check(sentence);
        }
    }
}

bool is_code(std::string_view code) {
    return !code.empty()
           && code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == code.npos
           && code.front() != '.' && code.back() != '.';
}

} // namespace

TEST_CASE("sentences: every code is there once, and is found") {
    std::set<std::string_view> seen;
    for_each_sentence([&](const Sentence& sentence) {
        CHECK(is_code(sentence.code));
        CHECK(seen.insert(sentence.code).second);
        REQUIRE(sentence_for(sentence.code) != nullptr);
        CHECK(sentence_for(sentence.code)->title == sentence.title);
    });
    CHECK(seen.size() > 60);
}

TEST_CASE("sentences: no two codes say the same") {
    std::set<std::string> seen;
    for_each_sentence([&](const Sentence& sentence) {
        CHECK(
            seen.insert(std::string{sentence.title} + "|" + std::string{sentence.what_to_do}).second
        );
    });
}

TEST_CASE("sentences: the words are whole sentences by the house rules") {
    for_each_sentence([](const Sentence& sentence) {
        for (const std::string_view words : {sentence.title, sentence.what_to_do}) {
            REQUIRE(!words.empty());
            CHECK(words.ends_with('.'));
            CHECK((words.front() >= 'A' && words.front() <= 'Z'));
            CHECK(words.find('!') == words.npos);
            CHECK(lower(words).find("invalid") == std::string::npos);
            CHECK(lower(words).find("please") == std::string::npos);
            CHECK(words.find("  ") == words.npos);
        }
    });
}

TEST_CASE("sentences: a code nobody wrote for has none") {
    CHECK(sentence_for("nobody.wrote_this") == nullptr);
    CHECK(sentence_for("") == nullptr);
}
