#pragma once
// Every stable code a person can meet, with the words for it. One file per area,
// sentences/<area>.cpp, each holding a table and the function `std::span<const Sentence>
// cohort::domain::sentences::<area>()` that returns it; the build finds the files by itself, so
// adding an area is adding a file (patient_list.cpp is the example). A test proves that no code is
// there twice, that no words are empty, and the house rules for words (no 'invalid', no exclamation
// mark, whole sentences).
#include <span>
#include <string_view>

namespace cohort::domain {

struct Sentence {
    std::string_view code; // nhs_number.check_digit
    std::string_view
        title; // what happened and what we found; a sentence, as it may stand beside 'Line 12:'
    std::string_view what_to_do; // what to do next; a sentence
};

// Null for a code nobody wrote a sentence for. Any thread.
const Sentence* sentence_for(std::string_view code);

std::span<const std::span<const Sentence>> all_sentences();

}
