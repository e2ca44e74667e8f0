#pragma once
// What is said when a command line cannot be understood: which words are wrong or missing, and what
// would be right. Pure.
#include <CLI/App.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>

namespace cohort::commands {

// The exit status of such a command line, as of most commands.
inline constexpr int exit_usage = 2;

// For standard error, in whole lines. Requires: parsing `app` threw `fault`, which is no call for
// help.
std::string usage_fault(const CLI::App& app, const CLI::ParseError& fault);

// Validators, which say what is wanted.
std::function<std::string(const std::string&)>
whole_number(std::uint64_t least, std::uint64_t most);
std::function<std::string(const std::string&)> one_of(std::initializer_list<const char*> words);

}
