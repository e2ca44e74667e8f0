#pragma once
// How old the patients of a list are: how many there are of each age. By it a person sees at a
// glance whether the list is the one they meant. Holds no patient.
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::domain {

struct AgeCount {
    int years;
    std::int64_t patients;

    friend bool operator==(const AgeCount&, const AgeCount&) = default;
};

class Ages {
public:
    // As text() writes it. Errors: ages.unreadable.
    static Result<Ages> parse(std::string_view text);
    // "17:2 18:40", in order of age.
    std::string text() const;

    // Negative takes away; never below none.
    void add(int years, std::int64_t patients = 1);
    void add(const Ages& more);
    void remove(const Ages& fewer);

    std::int64_t count() const;
    std::optional<int> youngest() const;
    std::optional<int> oldest() const;
    // How many are younger than `years`.
    std::int64_t under(int years) const;
    // The ages that stand apart: further from the middle half of the patients than one and a half
    // times its width, and than ten years; none where they are more than one in fifty, because then
    // the list is simply one of all ages.
    std::vector<AgeCount> outliers() const;

    friend bool operator==(const Ages&, const Ages&) = default;

private:
    int quartile(int quarters) const;

    std::map<int, std::int64_t> patients_; // by age
};

}
