#pragma once
// The built `cohort`, run to its end by a test.
#include <string>
#include <string_view>
#include <vector>

namespace cohort::test {

struct Ran {
    int status;
    std::string output;
    std::string errors;
};

// Without a shell between. `output` may name where standard output goes instead ("/dev/full").
Ran run_cohort(
    const std::vector<std::string>& arguments,
    std::string_view input = {},
    const char* output = nullptr
);

// The same with a terminal for standard input, at which each of `typed` is typed once the one
// before it was asked for. `output` of the answer is what the terminal showed.
Ran run_cohort_at_terminal(
    const std::vector<std::string>& arguments, const std::vector<std::string>& typed
);

}
