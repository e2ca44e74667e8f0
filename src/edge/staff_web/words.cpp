#include "edge/staff_web/words.hpp"

#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"

#include <algorithm>

namespace cohort::staff_web {
namespace {

std::string counted(std::int64_t number, std::string_view one, std::string_view more) {
    return with_commas(number) + " " + std::string(number == 1 ? one : more);
}

std::size_t first_sentence_bytes(std::string_view text) {
    const auto end = text.find(". ");
    return end == text.npos ? text.size() : end + 1;
}

nhs::TagColour colour_of(domain::BulkState state) {
    switch (state) {
    case domain::BulkState::ok:
        return nhs::TagColour::green;
    case domain::BulkState::error:
        return nhs::TagColour::red;
    case domain::BulkState::sending:
        return nhs::TagColour::blue;
    case domain::BulkState::scheduled:
        return nhs::TagColour::purple;
    case domain::BulkState::paused:
        return nhs::TagColour::yellow;
    case domain::BulkState::stopped:
        return nhs::TagColour::grey;
    }
    return nhs::TagColour::grey;
}

nhs::TagColour colour_of(domain::ShownState state) {
    switch (state) {
    case domain::ShownState::delivered:
        return nhs::TagColour::green;
    case domain::ShownState::failed:
        return nhs::TagColour::red;
    case domain::ShownState::not_confirmed:
        return nhs::TagColour::orange;
    case domain::ShownState::sending:
    case domain::ShownState::sent:
        return nhs::TagColour::blue;
    case domain::ShownState::waiting:
        return nhs::TagColour::white;
    case domain::ShownState::left_out:
    case domain::ShownState::stopped:
        return nhs::TagColour::grey;
    }
    return nhs::TagColour::grey;
}

}

std::string with_commas(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

std::string patients(std::int64_t number) {
    return counted(number, "patient", "patients");
}

std::string segments(std::int64_t number) {
    return counted(number, "SMS segment", "SMS segments");
}

std::string rows(std::int64_t number) {
    return counted(number, "row", "rows");
}

std::string and_others(std::int64_t number) {
    return " and " + counted(number, "other", "others");
}

std::string percent(std::int64_t part, std::int64_t whole) {
    if (part <= 0 || whole <= 0) {
        return "0%";
    }
    if (part >= whole) {
        return "100%";
    }
    const std::int64_t rounded = (part * 100 + whole / 2) / whole;
    return std::to_string(std::clamp<std::int64_t>(rounded, 1, 99)) + "%";
}

std::string say_ago(std::chrono::days age) {
    return age.count() <= 0   ? "today"
           : age.count() == 1 ? "yesterday"
                              : with_commas(age.count()) + " days ago";
}

std::string say_run(TimePoint run, TimePoint now) {
    if (run > now) {
        return domain::say_date(run)
               + ", which is in the future: how old the report is, is not known";
    }
    return domain::say_date(run) + ", " + say_ago(std::chrono::floor<std::chrono::days>(now - run));
}

std::string_view name_of(domain::Channel channel) {
    return channel == domain::Channel::sms ? "Text message" : "Email";
}

std::string spell_contact(std::string_view to) {
    constexpr std::string_view uk = "+44";
    constexpr std::size_t uk_mobile_characters = 13;
    if (!to.starts_with(uk) || to.size() != uk_mobile_characters) {
        return std::string(to);
    }
    return "0" + std::string(to.substr(3, 4)) + " " + std::string(to.substr(7));
}

std::string sentence(std::string_view code) {
    const domain::Sentence* words = domain::sentence_for(code);
    if (words == nullptr) {
        return "Something went wrong that we have no words for yet. Please tell whoever runs "
               "Cohort for you.";
    }
    return std::string(words->title) + " " + std::string(words->what_to_do);
}

std::string title_of(std::string_view code) {
    if (code.empty()) {
        return {};
    }
    const domain::Sentence* words = domain::sentence_for(code);
    return words == nullptr ? std::string("The reason is not known.") : std::string(words->title);
}

std::string headline_of(std::string_view code) {
    std::string title = title_of(code);
    title.resize(std::min(title.size(), first_sentence_bytes(title)));
    if (title.ends_with('.')) {
        title.pop_back();
    }
    return title;
}

std::string below_headline(std::string_view code) {
    std::string all = sentence(code);
    all.erase(0, std::min(all.size(), first_sentence_bytes(all) + 1));
    return all;
}

html::Html tag_of(domain::BulkState state) {
    return nhs::tag({.text = words(state), .colour = colour_of(state)});
}

html::Html tag_of(domain::MessageState state) {
    return nhs::tag({.text = words(state), .colour = colour_of(shown(state))});
}

}
