#include "tests/support/installation.hpp"

#include <fstream>
#include <utility>

namespace cohort::test_support {
namespace {

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

void write_private(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
}

std::uint16_t port_in(const std::string& ready, const std::string& member) {
    return static_cast<std::uint16_t>(std::stoi(json_member(ready, member)));
}

}

Installation::Installation(std::vector<std::string> simulator_arguments, std::string postgresql)
    : simulator_arguments_(std::move(simulator_arguments)), postgresql_(std::move(postgresql)) {
    const std::string password = secret_file("password", "abcd1234");
    start_simulator();
    sms_ = {
        {"host", quoted("127.0.0.1")},
        {"port", std::to_string(smpp_port_)},
        {"tls", "false"},
        {"system_id", quoted("cohort")},
        {"password_file", password}
    };
    email_ = {
        {"host", quoted("localhost")},
        {"port", std::to_string(smtp_port_)},
        {"ca_file", quoted(json_member(simulator_->wait_until_ready(), "smtp_ca_file"))},
        {"username", quoted("cohort")},
        {"password_file", password},
        {"envelope_from", quoted("bounces@riverside.example")},
        {"from_address", quoted("surgery@riverside.example")},
        {"message_id_domain", quoted("riverside.example")},
        {"delivered_after_seconds", "1"}
    };
    seed_practice();
}

void Installation::start_simulator() {
    simulator_.reset();
    std::vector<std::string> command{
        COHORT_SIMULATOR,
        "--data",
        (data() / "world").string(),
        "--system-id",
        "cohort",
        "--password-file",
        (data() / "password").string(),
        "--receipt-delay-ms",
        "50",
        "--smpp-port",
        std::to_string(smpp_port_),
        "--smtp-port",
        std::to_string(smtp_port_),
        "--http-port",
        std::to_string(http_port_)
    };
    command.insert(command.end(), simulator_arguments_.begin(), simulator_arguments_.end());
    simulator_ = std::make_unique<Program>(data(), "simulator", std::move(command));
    const std::string ready = simulator_->wait_until_ready();
    http_port_ = port_in(ready, "http_port");
    smpp_port_ = port_in(ready, "smpp_port");
    smtp_port_ = port_in(ready, "smtp_port");
}

void Installation::seed_practice() {
    const std::string words = run({"demo"});
    const std::string before = "Password: ";
    const auto from = words.find(before) + before.size();
    password_of_staff_ = words.substr(from, words.find('\n', from) - from);
    api_key_ = add_api_key("scenario");
}

std::string Installation::add_api_key(const std::string& label, const std::string& ods) const {
    std::string key = run({"api-key", "add", "--ods", ods, "--label", label});
    key.pop_back();
    return key;
}

void Installation::add_practice(const std::string& ods) const {
    run({"practice", "add", "--ods", ods, "--name", ods + " Surgery"});
    run({"practice", "feature", "--ods", ods, "bulk-messages", "on"});
}

std::string Installation::run(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{COHORT_COMMAND};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.insert(command.end(), {"--data", data().string()});
    if (!postgresql_.empty()) {
        command.insert(command.end(), {"--database", postgresql_});
    }
    return run_command(command);
}

void Installation::use_email_in_clear() {
    email_["security"] = quoted("none");
    email_.erase("username");
    email_.erase("password_file");
}

std::string Installation::secret_file(const std::string& name, const std::string& secret) const {
    write_private(data() / name, secret);
    return quoted((data() / name).string());
}

void Installation::write_config(const std::filesystem::path& folder) const {
    std::string text = "[server]\nport = 0\ndata = " + quoted(folder.string()) + "\n";
    text += "master_key_file = " + quoted((data() / "master.key").string()) + "\n";
    const auto add_table = [&](const std::string& name, const Settings& settings) {
        text += "[" + name + "]\n";
        for (const auto& [key, value] : settings) {
            text += key + " = " + value + "\n";
        }
    };
    add_table(
        "database", postgresql_.empty() ? Settings{} : Settings{{"postgresql", quoted(postgresql_)}}
    );
    add_table("sms", sms_);
    add_table("email", email_);
    add_table("uploads", uploads_);
    write_private(folder / "cohort.toml", text);
}

void Installation::start_server(std::vector<std::string> environment) {
    start_node(0, std::move(environment));
}

void Installation::start_node(std::size_t number, std::vector<std::string> environment) {
    Node& node = nodes_[number];
    node.program.reset();
    const auto folder = number == 0 ? data() : data() / ("node-" + std::to_string(number));
    std::filesystem::create_directories(folder);
    write_config(folder);
    node.program = std::make_unique<Program>(
        folder,
        "cohortd",
        std::vector<std::string>{COHORT_SERVER, "--config", (folder / "cohort.toml").string()},
        std::move(environment)
    );
    ++starts_of_server_;
    node.port = port_in(node.program->wait_until_ready(), "port");
}

}
