#pragma once
// A date that people know, in two or three fields.
// https://service-manual.nhs.uk/design-system/components/date-input
#include "platform/html/components/input.hpp"

namespace cohort::nhs {

struct DateField {
    std::string name = {}; // "day", "month", "year", or another such as "hour"
    Html label = {};       // the name with a capital when empty
    std::string value = {};
    std::optional<int> width = {};  // 2; 4 for a year
    std::optional<bool> error = {}; // red; when no field says, all are
    std::optional<bool> disabled = {};
    std::string id = {};
    std::string classes = {};
    std::string autocomplete = {};
    std::string inputmode = "numeric";
    Attributes attributes = {};
};

struct DateInput {
    std::string id = {}; // fields are "<id>-day" and so on
    std::string name_prefix = {};
    Fieldset fieldset = {}; // left out when its legend is empty
    Hint hint = {};
    ErrorMessage error = {};
    std::vector<DateField> items = {{.name = "day"}, {.name = "month"}, {.name = "year"}};
    bool disabled = false;
    FormGroup group = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html date_input(const DateInput& options);

}
