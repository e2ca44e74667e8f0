#pragma once
// https://service-manual.nhs.uk/design-system/components/tabs
// Without JavaScript the panels follow one another and the list links to them.
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

struct Tab {
    Html label = {};
    Html content = {};
    std::string id = {}; // "<prefix>-<number>" when empty
    Attributes link_attributes = {};
    Attributes panel_attributes = {};
};

struct Tabs {
    std::vector<Tab> items = {};
    std::string id_prefix = {}; // the id when empty
    Html title = "Contents";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html tabs(const Tabs& options);

}
