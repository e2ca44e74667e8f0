// Pages while lists are uploaded without a pause, beside the same pages while nothing is uploaded:
// the Bulk Messages page, which only reads, and the check page of 10,000 patients, whose messages
// are rendered on the pool that also reads the lists. A bare server that answers with one fixed
// body is asked beside them: what it takes is this machine's doing. Pages are asked for at a fixed
// rate; what a page waits for its turn counts as its time. usage: uploads_at_once [uploads=8]
// [pages_a_second=50] [rounds=3]
#include "bench/support/measure.hpp"
#include "bench/support/sms_server.hpp"
#include "tests/support/patients.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace cohort::bench;
using namespace std::chrono_literals;
using cohort::http::TestClient;
using cohort::test_support::Folder;
using cohort::test_support::json_member;
using cohort::test_support::Program;

constexpr const char* fixed_port = "27766";

constexpr int bulk_messages_pages = 500;
constexpr int check_pages = 60;
constexpr double check_pages_a_second = 4;

TestClient::Answer upload(TestClient& client, const std::string& csv) {
    const TestClient::Fields kind{{"Content-Type", "text/csv"}};
    const auto answer = client.request("POST", "/api/v1/lists?name=Bench", kind, csv);
    if (answer.status != 201) {
        throw std::runtime_error("an upload was refused: " + answer.body);
    }
    return answer;
}

TestClient api_client(const SmsServer& server) {
    TestClient client(server.port(), 120s);
    client.default_headers().push_back({"Authorization", "Bearer " + server.api_key()});
    return client;
}

// So many at a time, each followed by the next, until it is destroyed.
class Uploads {
public:
    Uploads(const SmsServer& server, int at_once) {
        for (int i = 0; i < at_once; ++i) {
            threads_.emplace_back([this, &server] { go_on(server); });
        }
    }

    ~Uploads() { stop_ = true; }

    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    double a_second() const { return done_ / seconds_since(start_); }

private:
    void go_on(const SmsServer& server) {
        try {
            TestClient client = api_client(server);
            const std::string csv = cohort::test::emis_csv(cohort::test::patients(patients_a_list));
            while (!stop_) {
                upload(client, csv);
                ++done_;
            }
        } catch (const std::exception& fault) {
            std::fprintf(stderr, "uploads_at_once: %s\n", fault.what());
            std::_Exit(1);
        }
    }

    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::atomic<bool> stop_ = false;
    std::atomic<int> done_ = 0;
    std::vector<std::jthread> threads_;
};

std::string token_on(const std::string& page) {
    const std::string before = "name=\"token\" value=\"";
    const auto from = page.find(before) + before.size();
    return page.substr(from, page.find('"', from) - from);
}

TestClient signed_in(const SmsServer& server) {
    TestClient staff(server.port(), 120s);
    staff.default_headers().push_back(
        {"Origin", "http://127.0.0.1:" + std::to_string(server.port())}
    );
    staff.get("/sign-in");
    staff.post_form(
        "/sign-in",
        {{"email", "reception@riverside.example"}, {"password", server.sign_in_password()}}
    );
    return staff;
}

// The address of the check page of a written text to a list of 10,000.
std::string write_text(TestClient& staff, const SmsServer& server) {
    TestClient client = api_client(server);
    const std::string csv = cohort::test::emis_csv(cohort::test::patients(patients_a_list));
    const std::string list = "/lists/" + json_member(upload(client, csv).body, "id");
    const std::string token = token_on(staff.get(list).body);
    const std::string draft = staff.post_form(list, {{"token", token}}).header("Location");
    const auto saved = staff.post_form(
        draft,
        {{"token", token},
         {"channel", "sms"},
         {"text", "Dear ((full name)), please call us. ((practice name))"},
         {"timing", "now"}}
    );
    if (saved.status != 303) {
        throw std::runtime_error("the text was not kept");
    }
    return saved.header("Location");
}

// Milliseconds of each answer.
std::vector<double> ask(TestClient& staff, const std::string& page, int times, double a_second) {
    std::vector<double> each;
    each.reserve(static_cast<std::size_t>(times));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) {
        const auto due =
            start + std::chrono::duration_cast<std::chrono::nanoseconds>(i * 1s / a_second);
        std::this_thread::sleep_until(due);
        if (staff.get(page).status != 200) {
            throw std::runtime_error("a page was refused");
        }
        each.push_back(seconds_since(due) * 1000);
    }
    return each;
}

// A page's times, and those of the fixed body that was asked for at the same instants.
struct Times {
    std::vector<double> page;
    std::vector<double> body;
};

struct Pages {
    TestClient staff;
    TestClient plain;

    Times ask_both(const std::string& page, int times, double a_second) {
        auto body =
            std::async(std::launch::async, [&] { return ask(plain, "/", times, a_second); });
        auto ours = ask(staff, page, times, a_second);
        return {std::move(ours), body.get()};
    }
};

// What a page took in every round, alone and beside the uploads.
class Figures {
public:
    explicit Figures(const char* name) : name_(name) {}

    void note(const Times& alone, const Times& beside) {
        tell("alone", alone);
        tell("uploading", beside);
        p50_.push_back(median(beside.page) / median(alone.page));
        p99_.push_back(quantile(beside.page, 0.99) / quantile(alone.page, 0.99));
        body_.push_back(quantile(beside.page, 0.99) / quantile(beside.body, 0.99));
    }

    void sum_up() const {
        std::printf(
            "%s: uploading takes %.1f times as long at p50, %.1f times at p99; then %.1f times the "
            "fixed body's p99\n",
            name_,
            median(p50_),
            median(p99_),
            median(body_)
        );
    }

private:
    void tell(const char* when, const Times& times) const {
        std::printf(
            "  %-22s %-10s p50 %.2f ms, p99 %.2f ms; fixed body p50 %.2f ms, p99 %.2f ms\n",
            name_,
            when,
            median(times.page),
            quantile(times.page, 0.99),
            median(times.body),
            quantile(times.body, 0.99)
        );
    }

    const char* name_;
    std::vector<double> p50_;
    std::vector<double> p99_;
    std::vector<double> body_;
};

int run(int argc, char** argv) {
    const int at_once = argc > 1 ? std::atoi(argv[1]) : 8;
    const double rate = argc > 2 ? std::atof(argv[2]) : 50;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    const Folder folder;
    const Program fixed(folder.path(), "fixed", {FIXED_SERVER, "-p", fixed_port, "-b", "20000"});
    Figures bulk_messages{"Bulk Messages page"};
    Figures check{"check page of 10,000"};
    for (int round = 1; round <= rounds; ++round) {
        SmsServer server("50");
        Pages pages{
            signed_in(server), TestClient(static_cast<std::uint16_t>(std::stoi(fixed_port)), 120s)
        };
        const std::string check_page = write_text(pages.staff, server);
        const auto ask_list = [&] {
            return pages.ask_both("/bulk-messages", bulk_messages_pages, rate);
        };
        const auto ask_check = [&] {
            return pages.ask_both(check_page, check_pages, check_pages_a_second);
        };
        std::printf(
            "round %d; one 4 KiB write and fdatasync: %.2f ms\n", round, sync_milliseconds()
        );
        const Times list_alone = ask_list();
        const Times check_alone = ask_check();
        const Uploads uploads(server, at_once);
        const Times list_beside = ask_list();
        const Times check_beside = ask_check();
        std::printf(
            "  %d at a time: %.1f uploads of 10,000 rows a second; memory at most %.0f MB\n",
            at_once,
            uploads.a_second(),
            server.memory_peak_bytes() / 1e6
        );
        bulk_messages.note(list_alone, list_beside);
        check.note(check_alone, check_beside);
        std::fflush(stdout);
    }
    bulk_messages.sum_up();
    check.sum_up();
    return 0;
}

}

int main(int argc, char** argv) {
    return cohort::bench::run_program("uploads_at_once", run, argc, argv);
}
