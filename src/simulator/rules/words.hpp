#pragma once
// The rules' words in JSON and in forms, one table for each enum.
#include "simulator/rules/rules.hpp"

namespace cohort::simulator {

struct ActionWords {
    Action action;
    std::string_view name;
    std::string_view sentence;
    bool sms;
    bool mail;
};

std::span<const ActionWords> action_words();

}
