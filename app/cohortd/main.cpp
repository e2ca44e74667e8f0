// cohortd: the server. Arguments and one call into src/.
#include "server/commands/usage.hpp"
#include "server/config.hpp"
#include "server/server.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>

namespace {

int run(int argc, char** argv) {
    CLI::App app("Cohort: bulk messages to the patients of a practice", "cohortd");
    std::string file;
    bool print = false;
    bool reference = false;
    app.add_option("--config", file, "The configuration file (TOML); without it, the defaults");
    app.add_flag("--print-config", print, "Print the configuration that is in force, and end");
    app.add_flag("--config-reference", reference, "Print docs/reference/config.md, and end");
    app.set_version_flag("--version", "cohortd " COHORT_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // for help or the version
        return app.exit(asked);
    } catch (const CLI::ParseError& fault) {
        std::cerr << cohort::commands::usage_fault(app, fault);
        return cohort::commands::exit_usage;
    }
    if (reference) {
        std::cout << cohort::server::config_reference();
        return EXIT_SUCCESS;
    }
    const auto reading =
        file.empty() ? cohort::server::ConfigReading{} : cohort::server::read_config_file(file);
    for (const std::string& fault : reading.faults) {
        std::cerr << "cohortd: " << fault << '\n';
    }
    if (!reading.faults.empty()) {
        constexpr int exit_configuration = 78;
        return exit_configuration;
    }
    if (print) {
        std::cout << cohort::server::print_config(reading.config);
        return EXIT_SUCCESS;
    }
    return cohort::server::serve(reading.config);
}

}

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        std::cerr << "cohortd: " << fault.what() << '\n';
        constexpr int exit_after_bug = 70;
        return exit_after_bug;
    }
}
