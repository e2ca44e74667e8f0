#pragma once
// From a fixture's options to a call of our component, the way a page would make it.
#include "platform/html/conformance/options.hpp"
#include "platform/html/nhs.hpp"

#include <span>
#include <string_view>

namespace cohort::conformance {

struct Given {
    Options options;
    html::Html block;          // what the fixture puts between the tags
    std::string_view expected; // to take the NHS logo from, which we do not have
};

struct Builder {
    std::string_view component;
    html::Html (*build)(const Given& given);
};

std::span<const Builder> form_builders();
std::span<const Builder> content_builders();
std::span<const Builder> structure_builders();

// Shared by the three.
nhs::Size size_of(const Options& options, std::string_view name = "size");
nhs::Heading heading_of(const Options& options);
nhs::Heading heading_named(const Options& parent, std::string_view name);
nhs::CardAction action_of(const Options& options);
nhs::Card card_of(const Options& options);
nhs::Tag tag_of(const Options& options);
nhs::Tone tone_of(const Options& options);
nhs::Caption caption_of(const Options& options);

}
