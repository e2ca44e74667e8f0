// cohort-simulator: the outside world on this machine. Arguments, and one call into src/simulator.
#include "simulator/simulator.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

// NOLINTNEXTLINE(bugprone-exception-escape): before the try, options are declared, nothing else
int main(int argc, char** argv) {
    cohort::simulator::Options options;
    std::string password_file;
    CLI::App app("Stands in for phones and mailboxes: an SMS message centre (SMPP 3.4), a mail "
                 "server and web pages.");
    app.add_option("--data", options.data, "Folder of the ledger, the rules and the certificate")
        ->required();
    app.add_option(
        "--smpp-port", options.smpp_port, "Port of the message centre; 0 takes any that is free"
    );
    app.add_option(
        "--smtp-port", options.smtp_port, "Port of the mail server; 0 takes any that is free"
    );
    app.add_option(
        "--http-port", options.http_port, "Port of the web pages; 0 takes any that is free"
    );
    app.add_option(
        "--system-id", options.system_id, "Who may bind and sign in; anybody when left out"
    );
    app.add_option(
        "--password-file", password_file, "File with the password; any password when left out"
    );
    app.add_option(
           "--receipt-delay-ms", options.receipt_delay_ms, "How long after a text its receipt comes"
    )
        ->check(CLI::Range(0, 86'400'000));
    app.add_option(
           "--receipt-window",
           options.receipt_window,
           "Receipts sent and not acknowledged, per connection"
    )
        ->check(CLI::Range(1, 1'000'000));
    app.add_option("--default-alphabet", options.default_alphabet, "What data_coding 0 means")
        ->check(CLI::IsMember({"gsm7", "latin1"}));
    app.add_flag(
        "--smtp-sign-in-required",
        options.smtp_sign_in_required,
        "Refuse mail from those not signed in"
    );
    CLI11_PARSE(app, argc, argv);
    try {
        return cohort::simulator::run_until_signal(std::move(options), password_file);
    } catch (const std::exception& fault) {
        std::cerr << "cohort-simulator: " << fault.what() << '\n';
        return 2;
    }
}
