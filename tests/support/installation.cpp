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

Installation::Installation(std::vector<std::string> simulator_arguments)
    : simulator_arguments_(std::move(simulator_arguments)) {
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
    const std::string words = run_command({COHORT_COMMAND, "demo", "--data", data().string()});
    const std::string before = "Password: ";
    const auto from = words.find(before) + before.size();
    password_of_staff_ = words.substr(from, words.find('\n', from) - from);
    api_key_ = add_api_key("scenario");
}

std::string Installation::add_api_key(const std::string& label, const std::string& ods) const {
    std::string key = run_command(
        {COHORT_COMMAND, "api-key", "add", "--ods", ods, "--label", label, "--data", data().string()
        }
    );
    key.pop_back();
    return key;
}

void Installation::add_practice(const std::string& ods) const {
    const std::string folder = data().string();
    run_command(
        {COHORT_COMMAND,
         "practice",
         "add",
         "--ods",
         ods,
         "--name",
         ods + " Surgery",
         "--data",
         folder}
    );
    run_command(
        {COHORT_COMMAND,
         "practice",
         "feature",
         "--ods",
         ods,
         "bulk-messages",
         "on",
         "--data",
         folder}
    );
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

void Installation::write_config() const {
    std::string text = "[server]\nport = 0\ndata = " + quoted(data().string()) + "\n";
    const auto add_table = [&](const std::string& name, const Settings& settings) {
        text += "[" + name + "]\n";
        for (const auto& [key, value] : settings) {
            text += key + " = " + value + "\n";
        }
    };
    add_table("sms", sms_);
    add_table("email", email_);
    add_table("uploads", uploads_);
    write_private(data() / "cohort.toml", text);
}

void Installation::start_server(std::vector<std::string> environment) {
    server_.reset();
    write_config();
    server_ = std::make_unique<Program>(
        data(),
        "cohortd",
        std::vector<std::string>{COHORT_SERVER, "--config", (data() / "cohort.toml").string()},
        std::move(environment)
    );
    ++starts_of_server_;
    port_ = port_in(server_->wait_until_ready(), "port");
}

}
