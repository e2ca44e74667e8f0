#pragma once
// The configuration: one struct, read from a TOML file. Every key has a default, a unit, a meaning
// and a check; all faults are told at once; unknown keys are refused. Secrets are read from files
// the configuration names, never from the configuration itself. docs/reference/config.md is written
// from config_keys(), and a test compares them.
#include "base/result.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::server {

struct ListsConfig {
    std::int64_t unconfirmed_kept_seconds = 86'400;
    std::int64_t unused_kept_days = 365;
};

struct UploadsConfig {
    std::int64_t memory_max_bytes = 536'870'912;
};

struct SmsConfig {
    std::string host; // empty: no text gateway
    std::int64_t port = 2775;
    bool tls = true;
    std::string ca_file;
    std::string system_id;
    std::string password_file;
    std::string system_type;
    std::string service_type;
    std::string bind_as = "transceiver";
    std::int64_t binds = 1;
    std::int64_t window = 10;
    std::int64_t per_second_max = 0;
    std::int64_t answer_seconds = 30;
    std::string default_alphabet = "gsm7";
    std::string long_texts = "udh8";
    std::string message_ids = "as_it_is";
    std::string receipt_errors = "centre_specific";
    std::int64_t receipt_utc_offset_minutes = 0;
    bool user_message_reference = false;
    bool look_up = false;
};

struct EmailConfig {
    std::string host; // empty: no email gateway
    std::int64_t port = 587;
    std::string security = "starttls";
    std::string ca_file;
    std::string username;
    std::string password_file;
    std::string access_token_file;
    std::string envelope_from;
    std::string from_address;
    std::string message_id_domain;
    std::string bounce_domain;
    std::string bounce_listener_address = "127.0.0.1";
    std::int64_t bounce_listener_port = 0;
    std::string bounce_maildir;
    bool success_reports = false;
    std::string dkim_domain;
    std::string dkim_selector;
    std::string dkim_key_file;
    std::string dkim_second_selector;
    std::string dkim_second_key_file;
    std::int64_t connections_max = 2;
    std::int64_t answer_seconds = 600;
    std::int64_t delivered_after_seconds = 86'400;
};

struct Config {
    std::string address = "127.0.0.1";
    std::int64_t port = 8080;
    std::string tls_certificate_file;
    std::string tls_key_file;
    std::string data = "data";
    std::string postgresql; // empty: SQLite in the data folder
    std::string master_key_file;
    std::int64_t page_threads = 2;
    std::int64_t work_threads = 2;
    std::string log_level = "info";
    ListsConfig lists;
    UploadsConfig uploads;
    SmsConfig sms;
    EmailConfig email;

    std::filesystem::path master_key() const;
    std::filesystem::path sqlite_file() const;
};

// One key, for the reference page and --print-config.
struct ConfigKey {
    std::string_view name; // "sms.host"
    std::string_view unit; // "text", "file", "seconds", …
    std::string_view meaning;
    std::string fallback; // the default, as TOML
};

std::vector<ConfigKey> config_keys();

// Every fault with its key and what is wrong with it, in words; empty when the configuration is
// good.
struct ConfigReading {
    Config config;
    std::vector<std::string> faults;
};

ConfigReading read_config(std::string_view toml);
ConfigReading read_config_file(const std::filesystem::path& file);

// As TOML, every key with its value. There are no secrets in it: only the names of their files.
std::string print_config(const Config& config);

// The reference page.
std::string config_reference();

// The first line of a file that only its owner may read. Errors: secret_file.missing,
// secret_file.open_to_others.
Result<Password> read_secret_file(const std::string& file);
// All of it, for a key of many lines.
Result<Password> read_secret_text(const std::string& file);

}
