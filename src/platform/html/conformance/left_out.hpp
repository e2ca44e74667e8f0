#pragma once
// The fixtures that our components do not take, each with its reason. conformance_test.cpp checks
// that every entry is needed.
#include <string_view>

namespace cohort::conformance {

struct LeftOut {
    std::string_view component;
    std::string_view fixture;
    std::string_view reason;
};

namespace reasons {

inline constexpr std::string_view classes_win =
    "a class name given beside an option overrides it; our options are types and need no such rule";
inline constexpr std::string_view caption_element = "which element to use is not a choice of ours";
inline constexpr std::string_view wordless_error =
    "an error that says nothing; ours always say what is wrong";
inline constexpr std::string_view script_texts =
    "words of the script in other languages; we write English";
inline constexpr std::string_view file_button =
    "classes of the file button; it always looks the same";
inline constexpr std::string_view password_button =
    "options of the show button, or the password written back, which we never do";
inline constexpr std::string_view deprecated = "options that nhsuk-frontend has deprecated";
inline constexpr std::string_view heading_id =
    "an id on the heading around a label; error links go to the field";
inline constexpr std::string_view card_extra =
    "free markup as the picture or after the heading of a card";
inline constexpr std::string_view numbering =
    "empty entries count in ids; our lists hold no empty entries";

}

inline constexpr LeftOut left_out[] = {
    {"card", "with image and caption", reasons::card_extra},
    {"card", "with image and custom HTML", reasons::card_extra},
    {"heading", "size class overriding size option", reasons::classes_win},
    {"heading", "text and caption \"after\" as a paragraph", reasons::caption_element},
    {"heading", "text and caption \"before\" as a heading", reasons::caption_element},
    {"notification-banner", "paragraph with heading class", reasons::caption_element},
    {"tag", "colour class overriding colour option", reasons::classes_win},
    {"character-count", "with error only", reasons::wordless_error},
    {"character-count", "with translations", reasons::script_texts},
    {"checkboxes", "with error only", reasons::wordless_error},
    {"date-input", "with error only", reasons::wordless_error},
    {"file-upload", "button / with primary", reasons::file_button},
    {"file-upload", "button / with small primary", reasons::file_button},
    {"file-upload", "button / with small secondary", reasons::file_button},
    {"file-upload", "with error only", reasons::wordless_error},
    {"file-upload", "with multiple", reasons::script_texts},
    {"file-upload", "with translations", reasons::script_texts},
    {"input", "width class overriding width option", reasons::classes_win},
    {"label", "size class overriding size option", reasons::classes_win},
    {"label", "text and caption \"after\" as a paragraph / with size S", reasons::caption_element},
    {"label", "text and caption \"after\" as a paragraph / with size M", reasons::caption_element},
    {"label", "text and caption \"after\" as a paragraph / with size L", reasons::caption_element},
    {"label", "text and caption \"after\" as a paragraph / with size XL", reasons::caption_element},
    {"label", "text and caption \"before\" as a paragraph / with size S", reasons::caption_element},
    {"label", "text and caption \"before\" as a paragraph / with size M", reasons::caption_element},
    {"label", "text and caption \"before\" as a paragraph / with size L", reasons::caption_element},
    {"label", "text and caption \"before\" as a paragraph / with size XL", reasons::caption_element
    },
    {"label", "with deprecated page heading overriding heading", reasons::deprecated},
    {"label", "with id attribute on heading", reasons::heading_id},
    {"legend", "size class overriding size option", reasons::classes_win},
    {"legend", "text and caption \"after\" as a paragraph / with size S", reasons::caption_element},
    {"legend", "text and caption \"after\" as a paragraph / with size M", reasons::caption_element},
    {"legend", "text and caption \"after\" as a paragraph / with size L", reasons::caption_element},
    {"legend", "text and caption \"after\" as a paragraph / with size XL", reasons::caption_element
    },
    {"legend", "with deprecated page heading overriding heading", reasons::deprecated},
    {"legend", "with id attribute on heading", reasons::heading_id},
    {"password-input", "disabled button", reasons::password_button},
    {"password-input", "disabled with enabled button", reasons::password_button},
    {"password-input", "with button double click not prevented", reasons::password_button},
    {"password-input", "with button double click prevented", reasons::password_button},
    {"password-input", "with error only", reasons::wordless_error},
    {"password-input", "with prefix", reasons::password_button},
    {"password-input", "with prefix and error message", reasons::password_button},
    {"password-input", "with translations", reasons::script_texts},
    {"radios", "with error only", reasons::wordless_error},
    {"select", "with error only", reasons::wordless_error},
    {"textarea", "with error only", reasons::wordless_error},
    {"tables", "as a card (feature) with deprecated options", reasons::deprecated},
    {"task-list", "with empty items", reasons::numbering},
};

}
