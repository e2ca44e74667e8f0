#pragma once
// A whole Cohort on this machine: simulator, demonstration practice, server; over PostgreSQL also
// several servers. The configuration is written anew at each start of a server, so a test may
// change it in between.
#include "tests/support/programs.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cohort::test_support {

class Installation {
public:
    // Keys of one table of the configuration with their values as TOML.
    using Settings = std::map<std::string, std::string>;

    // `postgresql`: conninfo of an empty database; without one it is SQLite.
    explicit Installation(
        std::vector<std::string> simulator_arguments = {}, std::string postgresql = {}
    );

    void start_server(std::vector<std::string> environment = {});
    // One server of several, which has a folder of its own. Number 0 is the one of start_server.
    void start_node(std::size_t number, std::vector<std::string> environment = {});

    Program& node(std::size_t number) { return *nodes_.at(number).program; }

    // Whose port() is told from now on.
    void ask_node(std::size_t number) { asked_ = number; }

    // The command line's answer.
    std::string run(const std::vector<std::string>& arguments) const;
    // With the same ports, ledger and rules.
    void start_simulator();

    Program& server() { return node(0); }

    int starts_of_server() const { return starts_of_server_; }

    Program& simulator() { return *simulator_; }

    Settings& sms() { return sms_; }

    Settings& email() { return email_; }

    Settings& uploads() { return uploads_; }

    // Mail in clear and without signing in, which only this machine may do.
    void use_email_in_clear();
    // A file only its owner may read; its name, quoted for the configuration.
    std::string secret_file(const std::string& name, const std::string& secret) const;
    // Makes another API key of the demonstration practice, or of another one.
    std::string add_api_key(const std::string& label, const std::string& ods = "Y99999") const;
    // Another practice, with bulk messages on.
    void add_practice(const std::string& ods) const;

    std::uint16_t port() const { return nodes_.at(asked_).port; }

    // Of the simulator.
    std::uint16_t simulator_port() const { return http_port_; }

    std::uint16_t smpp_port() const { return smpp_port_; }

    std::uint16_t smtp_port() const { return smtp_port_; }

    const std::string& api_key() const { return api_key_; }

    // Who may sign in to the pages.
    const std::string& email_of_staff() const { return email_of_staff_; }

    const std::string& password_of_staff() const { return password_of_staff_; }

    std::filesystem::path data() const { return folder_.path(); }

private:
    struct Node {
        std::unique_ptr<Program> program;
        std::uint16_t port = 0;
    };

    void write_config(const std::filesystem::path& folder) const;
    void seed_practice();

    Folder folder_;
    std::vector<std::string> simulator_arguments_;
    std::string postgresql_;
    std::unique_ptr<Program> simulator_;
    std::map<std::size_t, Node> nodes_;
    std::size_t asked_ = 0;
    Settings sms_;
    Settings email_;
    Settings uploads_;
    int starts_of_server_ = 0;
    std::uint16_t http_port_ = 0;
    std::uint16_t smpp_port_ = 0;
    std::uint16_t smtp_port_ = 0;
    std::string api_key_;
    std::string email_of_staff_ = "reception@riverside.example";
    std::string password_of_staff_;
};

}
