#include "server/config.hpp"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>
#include <variant>

namespace cohort::server {
namespace {

// Where a key's value lives in a Config.
using Place = std::variant<std::string*, std::int64_t*, bool*>;

struct Key {
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    std::function<Place(Config&)> place;
    std::int64_t least = 0; // numbers only
    std::int64_t most = 0;
};

const std::vector<Key>& keys() {
    static const std::vector<Key> all{
        {"server.address",
         "address",
         "Where pages and the API are served",
         [](Config& c) -> Place { return &c.address; }},
        {"server.port",
         "port",
         "0 takes any that is free",
         [](Config& c) -> Place { return &c.port; },
         0,
         65'535},
        {"server.tls_certificate_file",
         "file",
         "PEM chain; empty serves plain HTTP, behind a proxy or on loopback",
         [](Config& c) -> Place { return &c.tls_certificate_file; }},
        {"server.tls_key_file",
         "file",
         "PEM private key of the certificate",
         [](Config& c) -> Place { return &c.tls_key_file; }},
        {"server.data",
         "folder",
         "The database file and, unless named, the master key",
         [](Config& c) -> Place { return &c.data; }},
        {"server.master_key_file",
         "file",
         "32 bytes, readable by its owner only, the same on every node; empty: master.key in the "
         "data "
         "folder",
         [](Config& c) -> Place { return &c.master_key_file; }},
        {"server.page_threads",
         "threads",
         "For pages and the API",
         [](Config& c) -> Place { return &c.page_threads; },
         1,
         64},
        {"server.work_threads",
         "threads",
         "For reading lists, rendering messages and hashing passwords",
         [](Config& c) -> Place { return &c.work_threads; },
         1,
         64},
        {"server.log_level",
         "level",
         "debug, info, warn or error",
         [](Config& c) -> Place { return &c.log_level; }},
        {"database.postgresql",
         "conninfo",
         "libpq's; every node of several has the same one. Empty: SQLite, cohort.db in the data "
         "folder",
         [](Config& c) -> Place { return &c.postgresql; }},
        {"lists.unconfirmed_kept_seconds",
         "seconds",
         "An uploaded patient list that nobody confirmed is removed this long after its last "
         "change",
         [](Config& c) -> Place { return &c.lists.unconfirmed_kept_seconds; },
         600,
         2'592'000},
        {"lists.unused_kept_days",
         "days",
         "A confirmed patient list that nobody has used for so long loses its patients; its name "
         "and where it came "
         "from stay",
         [](Config& c) -> Place { return &c.lists.unused_kept_days; },
         30,
         3'650},
        {"uploads.memory_max_bytes",
         "bytes",
         "For the files being read at one time, together; others wait in line, half a minute at "
         "most",
         [](Config& c) -> Place { return &c.uploads.memory_max_bytes; },
         16'777'216,
         1'099'511'627'776},
        {"sms.host",
         "host",
         "The SMPP message centre; empty: no texts",
         [](Config& c) -> Place { return &c.sms.host; }},
        {"sms.port",
         "port",
         "Of the message centre",
         [](Config& c) -> Place { return &c.sms.port; },
         1,
         65'535},
        {"sms.tls",
         "true or false",
         "false sends texts and numbers in clear: on this machine or a private link only",
         [](Config& c) -> Place { return &c.sms.tls; }},
        {"sms.ca_file",
         "file",
         "PEM; empty trusts the system's authorities",
         [](Config& c) -> Place { return &c.sms.ca_file; }},
        {"sms.system_id",
         "text",
         "The SMPP account",
         [](Config& c) -> Place { return &c.sms.system_id; }},
        {"sms.password_file",
         "file",
         "Its password, readable by its owner only",
         [](Config& c) -> Place { return &c.sms.password_file; }},
        {"sms.system_type",
         "text",
         "Where the message centre wants one",
         [](Config& c) -> Place { return &c.sms.system_type; }},
        {"sms.service_type",
         "text",
         "Where the message centre wants one",
         [](Config& c) -> Place { return &c.sms.service_type; }},
        {"sms.bind_as",
         "text",
         "transceiver, or transmitter_and_receiver: then binds transmitters and one receiver",
         [](Config& c) -> Place { return &c.sms.bind_as; }},
        {"sms.binds",
         "binds",
         "Connections that send, to one account, of all nodes together; they share the window, so "
         "no "
         "more than it",
         [](Config& c) -> Place { return &c.sms.binds; },
         1,
         16},
        {"sms.window",
         "messages",
         "Without an answer at one time: what one cut can leave not confirmed",
         [](Config& c) -> Place { return &c.sms.window; },
         1,
         1'000},
        {"sms.per_second_max",
         "segments a second",
         "Of all nodes together; 0: as fast as the message centre answers",
         [](Config& c) -> Place { return &c.sms.per_second_max; },
         0,
         1'000'000},
        {"sms.answer_seconds",
         "seconds",
         "A text the message centre has not answered by then is not confirmed",
         [](Config& c) -> Place { return &c.sms.answer_seconds; },
         1,
         100},
        {"sms.default_alphabet",
         "text",
         "How the message centre reads data_coding 0: gsm7, gsm7_packed or latin1",
         [](Config& c) -> Place { return &c.sms.default_alphabet; }},
        {"sms.long_texts",
         "text",
         "How the parts of a long text are held together: udh8, udh16, sar, or payload (one piece "
         "that the message centre cuts)",
         [](Config& c) -> Place { return &c.sms.long_texts; }},
        {"sms.message_ids",
         "text",
         "Ids in answers and in receipts: as_it_is, hexadecimal, hexadecimal_then_decimal or "
         "decimal_then_hexadecimal",
         [](Config& c) -> Place { return &c.sms.message_ids; }},
        {"sms.receipt_errors",
         "text",
         "What err: in a receipt means: centre_specific, or gsm where the message centre documents "
         "GSM's",
         [](Config& c) -> Place { return &c.sms.receipt_errors; }},
        {"sms.receipt_utc_offset_minutes",
         "minutes",
         "How far the times in receipts are ahead of UTC",
         [](Config& c) -> Place { return &c.sms.receipt_utc_offset_minutes; },
         -720,
         840},
        {"sms.user_message_reference",
         "true or false",
         "true sends sixteen bits with each text by which a receipt finds one whose answer never "
         "came; a few old message centres refuse them",
         [](Config& c) -> Place { return &c.sms.user_message_reference; }},
        {"sms.look_up",
         "true or false",
         "true where the account offers query_sm",
         [](Config& c) -> Place { return &c.sms.look_up; }},
        {"email.host",
         "host",
         "The mail relay; empty: no email",
         [](Config& c) -> Place { return &c.email.host; }},
        {"email.port",
         "port",
         "Of the mail relay",
         [](Config& c) -> Place { return &c.email.port; },
         1,
         65'535},
        {"email.security",
         "text",
         "starttls, tls, or none (none on this machine only)",
         [](Config& c) -> Place { return &c.email.security; }},
        {"email.ca_file",
         "file",
         "PEM; empty trusts the system's authorities",
         [](Config& c) -> Place { return &c.email.ca_file; }},
        {"email.username",
         "text",
         "Empty: no login",
         [](Config& c) -> Place { return &c.email.username; }},
        {"email.password_file",
         "file",
         "Its password, readable by its owner only",
         [](Config& c) -> Place { return &c.email.password_file; }},
        {"email.access_token_file",
         "file",
         "Signs in by XOAUTH2 instead of a password; readable by its owner only, read for each "
         "connection, renewed by somebody else",
         [](Config& c) -> Place { return &c.email.access_token_file; }},
        {"email.envelope_from",
         "address",
         "Where bounces go",
         [](Config& c) -> Place { return &c.email.envelope_from; }},
        {"email.from_address",
         "address",
         "What patients see, after the practice's name",
         [](Config& c) -> Place { return &c.email.from_address; }},
        {"email.message_id_domain",
         "domain",
         "Of Message-ID; normally the from address's",
         [](Config& c) -> Place { return &c.email.message_id_domain; }},
        {"email.bounce_domain",
         "domain",
         "Bounces of each email go to an address of its own there, bounce+TOKEN@DOMAIN; empty: to "
         "envelope_from",
         [](Config& c) -> Place { return &c.email.bounce_domain; }},
        {"email.bounce_listener_address",
         "address",
         "Where a mail server hands bounces over",
         [](Config& c) -> Place { return &c.email.bounce_listener_address; }},
        {"email.bounce_listener_port",
         "port",
         "By SMTP or LMTP, for addresses of bounces only; 0: no listener",
         [](Config& c) -> Place { return &c.email.bounce_listener_port; },
         0,
         65'535},
        {"email.bounce_maildir",
         "folder",
         "A maildir that bounces are put into; empty: none",
         [](Config& c) -> Place { return &c.email.bounce_maildir; }},
        {"email.success_reports",
         "true or false",
         "Ask mail servers to report delivery, not only failure",
         [](Config& c) -> Place { return &c.email.success_reports; }},
        {"email.dkim_domain",
         "domain",
         "Signs our emails; empty: the from address's",
         [](Config& c) -> Place { return &c.email.dkim_domain; }},
        {"email.dkim_selector",
         "text",
         "Of the key; the DNS has its public half at SELECTOR._domainkey.DOMAIN",
         [](Config& c) -> Place { return &c.email.dkim_selector; }},
        {"email.dkim_key_file",
         "file",
         "PEM private key, RSA of 2048 bits or Ed25519, readable by its owner only; empty: the "
         "relay signs",
         [](Config& c) -> Place { return &c.email.dkim_key_file; }},
        {"email.dkim_second_selector",
         "text",
         "Of the second key",
         [](Config& c) -> Place { return &c.email.dkim_second_selector; }},
        {"email.dkim_second_key_file",
         "file",
         "A key of the other kind, for a second signature",
         [](Config& c) -> Place { return &c.email.dkim_second_key_file; }},
        {"email.connections_max",
         "connections",
         "To the relay at one time, of all nodes together",
         [](Config& c) -> Place { return &c.email.connections_max; },
         1,
         100},
        {"email.answer_seconds",
         "seconds",
         "An email handed over whole that the relay has not answered by then is not confirmed",
         [](Config& c) -> Place { return &c.email.answer_seconds; },
         1,
         600},
        {"email.delivered_after_seconds",
         "seconds",
         "An accepted email without a bounce counts as delivered after this time",
         [](Config& c) -> Place { return &c.email.delivered_after_seconds; },
         0,
         2'592'000},
    };
    return all;
}

std::string as_toml(const Place& place) {
    if (const auto* const* text = std::get_if<std::string*>(&place)) {
        std::ostringstream out;
        out << toml::value<std::string>{**text};
        return out.str();
    }
    if (const auto* const* number = std::get_if<std::int64_t*>(&place)) {
        return std::to_string(**number);
    }
    return **std::get_if<bool*>(&place) ? "true" : "false";
}

// Sets the key from the node; what is wrong with it, or nothing.
std::string set(const Key& key, const Place& place, const toml::node& node) {
    const std::string name(key.name);
    if (auto* const* text = std::get_if<std::string*>(&place)) {
        const auto value = node.value_exact<std::string>();
        if (!value) {
            return name + " must be text in quotes.";
        }
        **text = *value;
        return {};
    }
    if (auto* const* number = std::get_if<std::int64_t*>(&place)) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < key.least || *value > key.most) {
            return name + " must be a whole number from " + std::to_string(key.least) + " to "
                   + std::to_string(key.most) + ".";
        }
        **number = *value;
        return {};
    }
    const auto value = node.value_exact<bool>();
    if (!value) {
        return name + " must be true or false.";
    }
    **std::get_if<bool*>(&place) = *value;
    return {};
}

// Keys that take one of a few words, and which.
struct Words {
    std::string_view key;
    std::string SmsConfig::* value;
    std::vector<std::string_view> known;
};

const std::vector<Words>& sms_words() {
    static const std::vector<Words> all{
        {"sms.bind_as", &SmsConfig::bind_as, {"transceiver", "transmitter_and_receiver"}},
        {"sms.default_alphabet", &SmsConfig::default_alphabet, {"gsm7", "gsm7_packed", "latin1"}},
        {"sms.long_texts", &SmsConfig::long_texts, {"udh8", "udh16", "sar", "payload"}},
        {"sms.message_ids",
         &SmsConfig::message_ids,
         {"as_it_is", "hexadecimal", "hexadecimal_then_decimal", "decimal_then_hexadecimal"}},
        {"sms.receipt_errors", &SmsConfig::receipt_errors, {"centre_specific", "gsm"}},
    };
    return all;
}

// "a, b or c"
std::string listed(const std::vector<std::string_view>& words) {
    std::string text(words.front());
    for (std::size_t i = 1; i < words.size(); ++i) {
        text += (i + 1 < words.size() ? ", " : " or ") + std::string(words[i]);
    }
    return text;
}

void add_faults_between_keys(ConfigReading& reading) {
    const Config& config = reading.config;
    const auto want = [&](bool good, std::string words) {
        if (!good) {
            reading.faults.push_back(std::move(words));
        }
    };
    want(
        config.tls_certificate_file.empty() == config.tls_key_file.empty(),
        "server.tls_certificate_file and server.tls_key_file go together: give both, or neither."
    );
    const std::string& security = config.email.security;
    want(
        security == "starttls" || security == "tls" || security == "none",
        "email.security must be starttls, tls or none."
    );
    const std::string& level = config.log_level;
    want(
        level == "debug" || level == "info" || level == "warn" || level == "error",
        "server.log_level must be debug, info, warn or error."
    );
    for (const Words& words : sms_words()) {
        want(
            std::ranges::find(words.known, config.sms.*words.value) != words.known.end(),
            std::string(words.key) + " must be " + listed(words.known) + "."
        );
    }
    want(config.sms.binds <= config.sms.window, "sms.binds must not be greater than sms.window.");
    if (!config.sms.host.empty()) {
        want(!config.sms.system_id.empty(), "sms.system_id is needed with sms.host.");
        want(!config.sms.password_file.empty(), "sms.password_file is needed with sms.host.");
    }
    if (!config.email.host.empty()) {
        want(!config.email.from_address.empty(), "email.from_address is needed with email.host.");
        want(!config.email.envelope_from.empty(), "email.envelope_from is needed with email.host.");
        want(
            !config.email.message_id_domain.empty(),
            "email.message_id_domain is needed with email.host."
        );
    }
    want(
        config.email.access_token_file.empty()
            || (config.email.password_file.empty() && !config.email.username.empty()),
        "email.access_token_file needs email.username, and takes the place of "
        "email.password_file."
    );
    want(
        config.email.dkim_selector.empty() == config.email.dkim_key_file.empty(),
        "email.dkim_selector and email.dkim_key_file go together: give both, or neither."
    );
    want(
        config.email.dkim_second_selector.empty() == config.email.dkim_second_key_file.empty(),
        "email.dkim_second_selector and email.dkim_second_key_file go together: give both, or "
        "neither."
    );
}

// Walks "table.key" through the parsed file, noting every name it meets.
void collect_names(
    const toml::table& table, const std::string& prefix, std::set<std::string>& names
) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const auto* inner = node.as_table()) {
            collect_names(*inner, name + ".", names);
        } else {
            names.insert(name);
        }
    }
}

}

std::filesystem::path Config::master_key() const {
    return master_key_file.empty() ? std::filesystem::path(data) / "master.key"
                                   : std::filesystem::path(master_key_file);
}

std::filesystem::path Config::sqlite_file() const {
    return std::filesystem::path(data) / "cohort.db";
}

std::vector<ConfigKey> config_keys() {
    std::vector<ConfigKey> described;
    Config defaults;
    for (const Key& key : keys()) {
        described.push_back({key.name, key.unit, key.meaning, as_toml(key.place(defaults))});
    }
    return described;
}

ConfigReading read_config(std::string_view text) {
    ConfigReading reading;
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        std::ostringstream where;
        where << "Line " << error.source().begin.line << " is not TOML: " << error.description()
              << ".";
        reading.faults.push_back(where.str());
        return reading;
    }
    std::set<std::string> names;
    collect_names(table, "", names);
    for (const Key& key : keys()) {
        if (names.erase(std::string(key.name)) == 0) {
            continue;
        }
        const auto node = table.at_path(key.name);
        std::string fault = set(key, key.place(reading.config), *node.node());
        if (!fault.empty()) {
            reading.faults.push_back(std::move(fault));
        }
    }
    for (const std::string& unknown : names) {
        reading.faults.push_back(
            unknown + " is not a key of this version; see docs/reference/config.md."
        );
    }
    add_faults_between_keys(reading);
    return reading;
}

ConfigReading read_config_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return {{}, {"The configuration file " + file.string() + " cannot be read."}};
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return read_config(text.str());
}

std::string print_config(const Config& config) {
    Config shown = config;
    std::string text;
    std::string section;
    for (const Key& key : keys()) {
        const auto dot = key.name.find('.');
        if (key.name.substr(0, dot) != section) {
            section = key.name.substr(0, dot);
            text += (text.empty() ? "[" : "\n[") + section + "]\n";
        }
        text += std::string(key.name.substr(dot + 1)) + " = " + as_toml(key.place(shown)) + "\n";
    }
    return text;
}

std::string config_reference() {
    std::string page = "# Configuration\n\n"
                       "`cohortd --config FILE` reads TOML. Every key has a default; unknown keys "
                       "are refused and all "
                       "faults are told at once.\n"
                       "`cohortd --config FILE --print-config` shows what is in force. Secrets "
                       "stand in files of their "
                       "own, readable by their owner only.\n\n"
                       "| key | unit | default | meaning |\n|---|---|---|---|\n";
    for (const ConfigKey& key : config_keys()) {
        page += "| `" + std::string(key.name) + "` | " + std::string(key.unit) + " | `"
                + key.fallback + "` | " + std::string(key.meaning) + " |\n";
    }
    return page;
}

Result<Password> read_secret_text(const std::string& file) {
    struct stat about{};
    if (::stat(file.c_str(), &about) != 0) {
        return Error{ErrorKind::unavailable, "secret_file.missing", file};
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{ErrorKind::unavailable, "secret_file.open_to_others", file};
    }
    std::ifstream stream(file, std::ios::binary);
    return Password(std::string{std::istreambuf_iterator<char>(stream), {}});
}

Result<Password> read_secret_file(const std::string& file) {
    COHORT_TRY(text, read_secret_text(file));
    const auto& all = text.reveal();
    return Password(all.substr(0, all.find('\n')));
}

}
