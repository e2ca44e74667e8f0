#include "bench/support/kannel.hpp"

#include "bench/support/measure.hpp"
#include "bench/support/sms_server.hpp"

#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace cohort::bench {
namespace {

using namespace std::chrono_literals;
using test_support::Folder;
using test_support::Program;

constexpr const char* bearerbox = "/usr/sbin/bearerbox";
constexpr const char* smsbox = "/usr/sbin/smsbox";
constexpr std::uint16_t send_port = 27763;
constexpr std::uint16_t callback_port = 27764;
constexpr int senders = 16;
constexpr int texts_a_sender = 1'250;

void write_config(const std::filesystem::path& file, const std::string& window) {
    std::ofstream(file) << R"(group = core
admin-port = 27760
admin-password = bench
admin-allow-ip = "127.0.0.1"
admin-interface = 127.0.0.1
smsbox-port = 27761
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-level = 4
dlr-storage = internal
sms-incoming-queue-limit = -1
sms-outgoing-queue-limit = -1

group = smsc
smsc = smpp
smsc-id = sink
host = 127.0.0.1
port = )" << sink_port << R"(
receive-port = 0
transceiver-mode = true
smsc-username = bench
smsc-password = bench
system-type = ""
max-pending-submits = )" << window
                        << R"(
enquire-link-interval = 30
msg-id-type = 0

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = )" << send_port
                        << R"(
sendsms-interface = 127.0.0.1
global-sender = 447700900000
log-level = 4
http-request-retry = 2
max-pending-requests = 512

group = sendsms-user
username = bench
password = bench
max-messages = 3
)";
}

std::string text_of_120() {
    return std::string(120, 'x');
}

void send_texts() {
    const std::string target = "/cgi-bin/sendsms?username=bench&password=bench&to=%2B447700900123"
                               "&dlr-mask=3&dlr-url=http%3A%2F%2F127.0.0.1%3A"
                               + std::to_string(callback_port) + "%2Fdlr&text=" + text_of_120();
    http::TestClient client(send_port, 60s);
    for (int i = 0; i < texts_a_sender; ++i) {
        const auto answer = client.get(target);
        if (answer.status != 202) {
            throw std::runtime_error("Kannel refused a text: " + answer.body);
        }
    }
}

int callbacks_so_far(const Program& sink) {
    const std::string printed = sink.output();
    const auto at = printed.rfind("requests=");
    return at == printed.npos ? 0 : std::stoi(printed.substr(at + 9));
}

}

bool kannel_is_installed() {
    return std::filesystem::exists(bearerbox) && std::filesystem::exists(smsbox);
}

KannelRun run_kannel(const std::string& window) {
    const Folder folder;
    const auto config = folder.path() / "kannel.conf";
    write_config(config, window);
    Program sink(folder.path(), "sink", {SMPP_SINK, "-p", sink_port});
    Program callbacks(
        folder.path(),
        "callbacks",
        {CALLBACK_SINK, "-p", std::to_string(callback_port), "-b", "2", "-i", "50"}
    );
    std::this_thread::sleep_for(500ms);
    Program bearer(folder.path(), "bearerbox", {bearerbox, "-v", "4", config.string()});
    std::this_thread::sleep_for(1500ms);
    Program sms(folder.path(), "smsbox", {smsbox, "-v", "4", config.string()});
    std::this_thread::sleep_for(2s);

    const double cpu_before = bearer.cpu_seconds() + sms.cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::future<void>> sending;
    for (int i = 0; i < senders; ++i) {
        sending.push_back(std::async(std::launch::async, send_texts));
    }
    for (std::future<void>& one : sending) {
        one.get(); // throws what it threw
    }
    constexpr int all = senders * texts_a_sender;
    while (callbacks_so_far(callbacks) < all) {
        if (seconds_since(start) > 120) {
            throw std::runtime_error("Kannel did not bring every receipt in two minutes");
        }
        std::this_thread::sleep_for(20ms);
    }
    return {
        all / seconds_since(start),
        (bearer.cpu_seconds() + sms.cpu_seconds() - cpu_before) * 1e6 / all
    };
}

}
