#pragma once
// Questions and answers, names and values.
// https://service-manual.nhs.uk/design-system/components/summary-list
#include "platform/html/components/card.hpp"

namespace cohort::nhs {

// A link beside the value, or a button when there is no address.
using SummaryAction = CardAction;

struct SummaryRow {
    Html key = {};
    Html value = {};
    std::vector<SummaryAction> actions = {};
    std::optional<bool> border = {};
    std::string key_classes = {};
    std::string value_classes = {};
    std::string actions_classes = {};
    std::string classes = {};
};

enum class Borders { all, none, not_last };

struct SummaryList {
    std::vector<SummaryRow> rows = {};
    Borders borders = Borders::all;
    std::optional<Card> card = {}; // around the list
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html summary_list(const SummaryList& options);

}
