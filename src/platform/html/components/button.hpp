#pragma once
// https://service-manual.nhs.uk/design-system/components/buttons
#include "platform/html/components/icon.hpp"

namespace cohort::nhs {

enum class ButtonLook { primary, secondary, secondary_solid, reverse, warning, brand, login };
enum class IconPlace { start, end };

struct Button {
    Html text = {};
    Url href = {}; // given: a link that looks like a button
    ButtonLook look = ButtonLook::primary;
    std::optional<Icon> icon = {};
    IconPlace icon_place = IconPlace::start;
    bool small = false;
    bool disabled = false;
    std::optional<bool> prevent_double_click = {
    }; // the script ignores a second press within a second
    std::string type = "submit";
    std::string name = {};
    std::string value = {};
    std::string aria_label = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html button(const Button& options);

}
