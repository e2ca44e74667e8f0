#include "server/config.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace cohort::server {
namespace {

TEST_CASE("config: an empty file is the defaults") {
    const ConfigReading reading = read_config("");
    CHECK(reading.faults.empty());
    CHECK(reading.config.port == 8080);
    CHECK(reading.config.sqlite_file() == std::filesystem::path("data/cohort.db"));
    CHECK(reading.config.master_key() == std::filesystem::path("data/master.key"));
}

TEST_CASE("config: all faults are told at once, each with its key") {
    const ConfigReading reading = read_config("[server]\nport = 99999\nadress = \"x\"\n[sms]\nhost "
                                              "= \"a\"\ntls = 1\n[email]\nsecurity = \"ssl\"\n");
    std::string all;
    for (const std::string& fault : reading.faults) {
        all += fault + "\n";
    }
    for (const char* key :
         {"server.port",
          "server.adress",
          "sms.tls",
          "sms.system_id",
          "sms.password_file",
          "email.security"}) {
        CAPTURE(key);
        CHECK(all.find(key) != std::string::npos);
    }
}

TEST_CASE("config: keys of email that go together are told when one is missing") {
    struct Row {
        const char* given;
        const char* told;
    };

    for (const Row& row : {
             Row{"dkim_selector = \"s\"", "email.dkim_key_file"},
             Row{"dkim_second_key_file = \"f\"", "email.dkim_second_selector"},
             Row{"access_token_file = \"f\"", "email.username"},
             Row{"username = \"u\"\naccess_token_file = \"f\"\npassword_file = \"p\"",
                 "email.password_file"},
             Row{"bounce_listener_port = 70000", "email.bounce_listener_port"},
         }) {
        CAPTURE(row.given);
        const auto faults = read_config("[email]\n" + std::string(row.given) + "\n").faults;
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].find(row.told) != std::string::npos);
    }
    CHECK(read_config("[email]\nusername = \"u\"\naccess_token_file = \"f\"\n").faults.empty());
}

TEST_CASE("config: a word that a text gateway's key does not know is refused with those it does") {
    const struct {
        const char* key;
        const char* fault;
    } cases[] = {
        {"bind_as", "sms.bind_as must be transceiver or transmitter_and_receiver."},
        {"default_alphabet", "sms.default_alphabet must be gsm7, gsm7_packed or latin1."},
        {"long_texts", "sms.long_texts must be udh8, udh16, sar or payload."},
        {"message_ids",
         "sms.message_ids must be as_it_is, hexadecimal, hexadecimal_then_decimal or "
         "decimal_then_hexadecimal."},
        {"receipt_errors", "sms.receipt_errors must be centre_specific or gsm."},
    };

    for (const auto& each : cases) {
        CAPTURE(each.key);
        const auto reading = read_config("[sms]\n" + std::string(each.key) + " = \"Gsm\"\n");
        CHECK(reading.faults == std::vector<std::string>{each.fault});
    }
    CHECK(
        read_config("[sms]\nbinds = 11\n").faults
        == std::vector<std::string>{"sms.binds must not be greater than sms.window."}
    );
    CHECK(read_config("[sms]\nbinds = 16\nwindow = 16\nlong_texts = \"sar\"\n").faults.empty());
}

TEST_CASE("config: what is not TOML is refused with its line") {
    const ConfigReading reading = read_config("[server]\nport = = 1\n");
    REQUIRE(reading.faults.size() == 1);
    CHECK(reading.faults[0].find("Line 2") != std::string::npos);
}

TEST_CASE("config: what is printed reads back the same") {
    ConfigReading first = read_config(
        "[server]\nport = 0\n[sms]\nhost = \"h\\\"q\"\nsystem_id = \"s\"\npassword_file = \"p\"\n"
    );
    REQUIRE(first.faults.empty());
    const ConfigReading second = read_config(print_config(first.config));
    CHECK(second.faults.empty());
    CHECK(print_config(second.config) == print_config(first.config));
    CHECK(second.config.sms.host == "h\"q");
}

TEST_CASE("config: the reference page in the repository is the one this struct makes") {
    const auto page = std::filesystem::path(COHORT_SOURCE_DIR) / "docs/reference/config.md";
    std::ifstream stream(page, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    // To renew it: cohortd --config-reference > docs/reference/config.md
    CHECK(text.str() == config_reference());
}

TEST_CASE("config: a secret that others may read is refused") {
    const auto file = std::filesystem::temp_directory_path() / "cohort-config-test-secret";
    std::ofstream(file) << "opensesame\nsecond line\n";
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    CHECK(read_secret_file(file.string()).error().code == ErrorCode("secret_file.open_to_others"));
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    CHECK(read_secret_file(file.string())->reveal() == "opensesame");
    std::filesystem::remove(file);
    CHECK(read_secret_file(file.string()).error().code == ErrorCode("secret_file.missing"));
}

}
}
