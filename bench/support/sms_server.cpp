#include "bench/support/sms_server.hpp"

#include "bench/support/measure.hpp"
#include "tests/support/patients.hpp"

#include <fstream>
#include <stdexcept>
#include <thread>

namespace cohort::bench {
namespace {

using namespace std::chrono_literals;
using test_support::json_member;
using test_support::run_command;

void write_private(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
}

std::string line_after(const std::string& text, const std::string& start) {
    const auto at = text.find(start);
    if (at == text.npos) {
        throw std::runtime_error("no line that starts with " + start);
    }
    return text.substr(at + start.size(), text.find('\n', at) - at - start.size());
}

}

SmsServer::SmsServer(const std::string& window) {
    const std::string data = folder_.path().string();
    sink_.emplace(folder_.path(), "sink", std::vector<std::string>{SMPP_SINK, "-p", sink_port});
    write_private(folder_.path() / "password", "password");
    write_private(
        folder_.path() / "cohort.toml",
        "[server]\nport = 0\ndata = \"" + data + "\"\n[sms]\nhost = \"127.0.0.1\"\nport = "
            + sink_port + "\ntls = false\nsystem_id = \"bench\"\npassword_file = \"" + data
            + "/password\"\nwindow = " + window + "\n"
    );
    sign_in_password_ =
        line_after(run_command({COHORT_COMMAND, "demo", "--data", data}), "Password: ");
    api_key_ = run_command(
        {COHORT_COMMAND, "api-key", "add", "--ods", "Y99999", "--label", "bench", "--data", data}
    );
    api_key_.pop_back();
    server_.emplace(
        folder_.path(),
        "cohortd",
        std::vector<std::string>{COHORT_SERVER, "--config", data + "/cohort.toml"}
    );
    port_ = static_cast<std::uint16_t>(std::stoi(json_member(server_->wait_until_ready(), "port")));
    if (!sink_->is_running()) {
        throw std::runtime_error("the sink did not start: its port is taken");
    }
    client_.emplace(port_, 60s);
    client_->default_headers().push_back({"Authorization", "Bearer " + api_key_});
}

double SmsServer::upload() {
    const std::string csv = test::emis_csv(test::patients(patients_a_list));
    const auto before = std::chrono::steady_clock::now();
    const auto answer = client_->request(
        "POST", "/api/v1/lists?name=Bench&confirm=true", {{"Content-Type", "text/csv"}}, csv
    );
    const double seconds = seconds_since(before);
    lists_.push_back(json_member(answer.body, "id"));
    return seconds;
}

void SmsServer::send_all() {
    for (const std::string& list : lists_) {
        const auto answer = client_->request(
            "POST",
            "/api/v1/bulk-messages",
            {{"Idempotency-Key", list}},
            R"({"list_id":")" + list
                + R"json(","channel":"sms","text":"Dear ((full name)), it is time for your flu vaccination. Please call us to book. ((practice name))"})json"
        );
        sent_.push_back(json_member(answer.body, "id"));
    }
    lists_.clear();
}

void SmsServer::wait_until_delivered() {
    constexpr auto longest = 5min;
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& id : sent_) {
        // Asked for seldom: the API answers one key only so often, and every answer costs what is
        // measured.
        while (
            std::stoull(json_member(client_->get("/api/v1/bulk-messages/" + id).body, "delivered"))
            < patients_a_list
        ) {
            if (std::chrono::steady_clock::now() - start > longest) {
                throw std::runtime_error("not all were delivered in five minutes");
            }
            std::this_thread::sleep_for(50ms);
        }
    }
    sent_.clear();
}

}
