#include "platform/net/stop_signal.hpp"
#include "simulator/json.hpp"
#include "simulator/simulator.hpp"
#include "simulator/text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <optional>
#include <utility>

namespace cohort::simulator {

namespace {

namespace asio = boost::asio;

Result<Password> read_password(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line) || trim(line).empty()) {
        return Error{ErrorKind::invalid, "simulator.password_file.unreadable"};
    }
    return Password(std::string(trim(line)));
}

void say_ready(const Simulator& simulator) {
    std::string line;
    json::ObjectWriter(line)
        .text("event", "ready")
        .number("smpp_port", simulator.smpp_port())
        .number("smtp_port", simulator.smtp_port())
        .number("http_port", simulator.http_port())
        .text("pages", "http://127.0.0.1:" + std::to_string(simulator.http_port()) + "/")
        .text("smtp_ca_file", simulator.ca_file().string())
        .close();
    std::cout << line << '\n' << std::flush; // flushed: whoever started us waits for this line
}

int say_failed(const Error& error) {
    std::cerr << "cohort-simulator: " << sentence(error.code);
    if (!error.detail.empty()) {
        std::cerr << " (" << error.detail << ')';
    }
    std::cerr << '\n';
    return 1;
}

Task<void> stop_on_signal(Simulator& simulator) {
    co_await net::stop_signal();
    co_await simulator.stop();
}

Task<void>
run_to_the_end(Simulator& simulator, asio::io_context& io, std::optional<Outcome>& outcome) {
    outcome.emplace(co_await simulator.run());
    io.stop();
}

}

int run_until_signal(Options options, const std::filesystem::path& password_file) {
    if (!password_file.empty()) {
        auto password = read_password(password_file);
        if (!password) {
            return say_failed(password.error());
        }
        options.password = std::move(*password);
    }
    // The simulator goes first: its ledger's thread posts to io until it has ended.
    asio::io_context io(1);
    auto opened = Simulator::open(io.get_executor(), std::move(options));
    if (!opened) {
        return say_failed(opened.error());
    }
    const std::unique_ptr<Simulator> simulator = std::move(*opened);
    std::optional<Outcome> outcome;
    asio::co_spawn(io, run_to_the_end(*simulator, io, outcome), asio::detached);
    asio::co_spawn(io, stop_on_signal(*simulator), asio::detached);
    say_ready(*simulator);
    io.run();
    return outcome && !outcome->ok() ? say_failed(outcome->error()) : 0;
}

std::string_view sentence(ErrorCode code) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> sentences{{
        {"simulator.data.unusable", "The data folder cannot be used. Choose another with --data."},
        {"simulator.port_taken",
         "A port is in use by another program. Choose another, or 0 for any that is free."},
        {"net.port_taken",
         "The port for the pages is in use by another program. Choose another, or 0 for any that "
         "is free."},
        {"simulator.password_file.unreadable", "The password file is empty or cannot be read."},
        {"simulator.ledger.unopenable", "The ledger in the data folder cannot be opened."},
        {"simulator.ledger.in_use",
         "Another simulator uses this data folder. Stop it, or choose another folder with --data."},
        {"simulator.ledger.damaged",
         "The ledger is damaged before its last line. Move it away to begin a new one."},
        {"simulator.ledger.disk_refused",
         "The disk refused to keep the ledger, so nothing more was answered."},
        {"simulator.rules.unreadable",
         "The file rules.json in the data folder cannot be read. Correct it or move it away."},
        {"simulator.rules.unwritable", "The rules could not be stored in the data folder."},
        {"simulator.certificate.unwritable",
         "The certificate for STARTTLS could not be stored in the data folder."},
        {"tls.certificate_unreadable",
         "The certificate in the data folder cannot be read. Move it away to have a new one made."},
        {"tls.key_unreadable",
         "The key in the data folder cannot be read. Move it away to have a new one made."},
    }};
    for (const auto& [known, text] : sentences) {
        if (known == code.text()) {
            return text;
        }
    }
    return "The simulator could not start.";
}

}
