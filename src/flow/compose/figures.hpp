#pragma once
// What rendering says of some patients: how many get the message, in how many segments, who does
// not and why. Pure; count() is work for the CPU pool.
#include "flow/compose/render.hpp"
#include "flow/lists/lists.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace cohort::compose {

struct Figures {
    std::int64_t reached = 0;
    std::int64_t segments = 0;                 // of all messages together; 0 for email
    std::array<std::int64_t, 7> by_segments{}; // how many messages have 1 … 6 segments
    std::vector<Rendered> previews = {};       // the first three

    struct LeftOut {
        std::int64_t line;
        std::string name;
        std::string reason; // a code with a sentence
    };

    std::int64_t left_out = 0;
    std::map<std::string, std::int64_t> left_out_by_reason = {};
    std::vector<LeftOut> left_out_first = {}; // at most 50
};

// Adds what these patients get, or do not get.
void count(Figures& figures, const Renderer& renderer, std::span<const lists::Placed> patients);

}
