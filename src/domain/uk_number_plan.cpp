#include "domain/uk_number_plan.hpp"

namespace cohort::domain {

namespace {

// 07700 is shared out by its next digit; 07700 900xxx is kept for drama, and so for demonstrations.
bool is_assigned_7700(std::string_view national) {
    switch (national[4]) {
    case '0':
    case '1':
    case '3':
    case '7':
    case '8':
        return true;
    case '9':
        return national.substr(4, 3) == "900";
    default:
        return false;
    }
}

// 07911: 0, 2 and 8 on the mainland, 1 and 7 in Guernsey.
bool is_assigned_7911(std::string_view national) {
    switch (national[4]) {
    case '0':
    case '1':
    case '2':
    case '7':
    case '8':
        return true;
    default:
        return false;
    }
}

UkNumberKind kind_of_7(std::string_view national) {
    const bool isle_of_man = national.starts_with("7624");
    switch (national[1]) {
    case '0':
        return UkNumberKind::other;
    case '6':
        return isle_of_man ? UkNumberKind::mobile : UkNumberKind::other;
    case '7':
        return national.starts_with("7700") && !is_assigned_7700(national)
                   ? UkNumberKind::unassigned
                   : UkNumberKind::mobile;
    case '9':
        return national.starts_with("7911") && !is_assigned_7911(national)
                   ? UkNumberKind::unassigned
                   : UkNumberKind::mobile;
    default:
        return UkNumberKind::mobile;
    }
}

}

UkNumberKind uk_number_kind(std::string_view national) {
    if (national.empty()) {
        return UkNumberKind::unassigned;
    }
    // A few old areas under 01, and some of 0800 and 0500, are a digit short.
    const bool nine = national.size() == 9;
    const bool ten = national.size() == 10;
    switch (national.front()) {
    case '1':
        return nine || ten ? UkNumberKind::landline : UkNumberKind::unassigned;
    case '2':
    case '3':
        return ten ? UkNumberKind::landline : UkNumberKind::unassigned;
    case '5':
    case '8':
        return nine || ten ? UkNumberKind::other : UkNumberKind::unassigned;
    case '7':
        return ten ? kind_of_7(national) : UkNumberKind::unassigned;
    case '9':
        return ten ? UkNumberKind::other : UkNumberKind::unassigned;
    default:
        return UkNumberKind::unassigned;
    }
}

}
