// Sends mails through the real gateway to a peer on loopback and writes down what it meant and what
// it was told, for the scripts beside it to compare with what the peer received. Arguments, in
// order:
//   port  security (starttls|implicit)  ca_file  username  password  count  folder  [bounce_port]
// In folder: expected/<n>.subject and expected/<n>.text for every mail, outcomes ("<n> <kind>
// <reason>" a line). What is in folder/dkim-rsa.pem and folder/dkim-ed25519.pem signs, with these
// words as selectors. Every 20th address is unknown<n>@, every 20th plus one full<n>@; the others
// p<n>@example.com. With a port for bounces every 20th plus two is gone<n>@gone.example.com, and
// the driver ends when a bounce of each has come there: outcomes has "<reference> failed <reason>".
#include "edge/smtp/smtp_gateway.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>

using namespace cohort;
using namespace std::chrono_literals;

namespace {

bool with_bounces = false; // set once, before anything is sent

std::string address(std::int64_t n) {
    if (n % 20 == 2 && with_bounces) {
        return fmt::format("gone{}@gone.example.com", n);
    }
    const auto* kind = n % 20 == 0 ? "unknown" : n % 20 == 1 ? "full" : "p";
    return fmt::format("{}{}@example.com", kind, n);
}

std::string subject(std::int64_t n) {
    const std::array kinds{
        "Your appointment",
        "Eich apwyntiad yn Tŷ Gwyn – ŵ ŷ",
        "Flu 💉 clinic 👩‍⚕️",
        "=?UTF-8?B?SGFjaw==?="
    };
    return fmt::format("{} {}", kinds[static_cast<std::size_t>(n) % kinds.size()], n);
}

std::string text(std::int64_t n) {
    const std::array<std::string, 6> kinds{
        "Dear patient,\n\nplease ring us.\n.\n..two dots\n.hidden\n",
        "Mae'r clinig ffliw ar agor. Ŵ ŵ Ŷ ŷ â ê î ô û\n\nDiolch",
        "Emoji 👩‍⚕️💉 and = signs == =3D =\ntrailing space \nand tab\t\n",
        std::string(2500, 'x') + " " + std::string(1200, 'y') + "\n",
        "See https://example.org/booking?a=1&b=2.\n\n<script>alert(1)</script> & \"quotes\"",
        "--=_cohort_alternative--\nFrom the surgery\n\n\n\nend   ",
    };
    return fmt::format("{}\nNumber {}", kinds[static_cast<std::size_t>(n) % kinds.size()], n);
}

void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

struct Events final : send::GatewayEvents {
    void attempt_ended(const send::AttemptKey& key, send::AttemptOutcome outcome) override {
        const auto n = key.position.value;
        if (std::holds_alternative<send::Accepted>(outcome)) {
            log << n << " accepted -\n";
        } else if (const auto* refused = std::get_if<send::Refused>(&outcome)) {
            const bool good = refused->how_long == send::Refused::For::good;
            log << n << (good ? " refused_for_good " : " refused_for_now ") << refused->reason
                << '\n';
        } else if (const auto* not_sent = std::get_if<send::NotSent>(&outcome)) {
            log << n << " not_sent " << not_sent->reason << '\n';
        } else {
            log << n << " in_doubt " << std::get<send::InDoubt>(outcome).reason << '\n';
        }
        --open;
        end_if_done();
    }

    void end_if_done() {
        if (open == 0 && receipts_wanted == 0) {
            done();
        }
    }

    void ready() override { more(); }

    void paused(send::Pause pause) override {
        log << "0 paused " << pause.reason << '\n';
        if (pause.needs_a_person) {
            done();
        }
    }

    void resumed() override { log << "0 resumed -\n"; }

    // The first that comes is not kept: it has to come again.
    Task<bool> keep(std::vector<send::Receipt> receipts) override {
        if (!std::exchange(refused_one, true)) {
            co_return false;
        }
        for (const auto& receipt : receipts) {
            const bool failed = receipt.says == send::Receipt::Says::failed;
            log << receipt.provider_reference << (failed ? " failed " : " other ") << receipt.reason
                << '\n';
            --receipts_wanted;
        }
        end_if_done();
        co_return true;
    }

    std::ofstream log;
    std::int64_t open = 0;
    std::int64_t receipts_wanted = 0;
    bool refused_one = false;
    std::function<void()> more;
    std::function<void()> done;
};

int drive(char** argument, std::uint16_t bounce_port) {
    smtp::SmtpSettings settings;
    settings.host = "localhost";
    settings.port = static_cast<std::uint16_t>(std::stoi(argument[1]));
    settings.security = std::string_view{argument[2]} == "implicit"
                            ? smtp::Security::implicit_tls
                            : smtp::Security::starttls_required;
    settings.ca_file = argument[3];
    settings.username = argument[4];
    settings.password = Password{argument[5]};
    settings.envelope_from = "bounce@practice.example.org";
    settings.from_address = "surgery@practice.example.org";
    settings.message_id_domain = "practice.example.org";
    const std::filesystem::path folder = argument[7];
    for (const char* kind : {"rsa", "ed25519"}) {
        std::ifstream key(folder / fmt::format("dkim-{}.pem", kind), std::ios::binary);
        if (key) {
            settings.dkim_keys.push_back(
                {kind, Password{std::string{std::istreambuf_iterator<char>(key), {}}}}
            );
        }
    }
    const std::int64_t count = std::stoll(argument[6]);
    std::filesystem::create_directories(folder / "expected");

    if (bounce_port != 0) {
        settings.bounce_domain = "bounces.example.org";
        settings.bounce_key = smtp::VerpKey{"a key of the test's own"};
        settings.bounce_listener_port = bounce_port;
        with_bounces = true;
    }

    const SystemClock clock;
    SystemRandom random;
    boost::asio::io_context io;
    net::Pool pool({.threads = 2});
    auto gateway = smtp::SmtpGateway::make(settings, clock, random, pool);
    if (!gateway.ok()) {
        fmt::print(stderr, "{}\n", gateway.error().code.text());
        return 2;
    }
    Events events;
    events.log.open(folder / "outcomes");
    events.open = count;
    events.receipts_wanted = with_bounces ? (count + 17) / 20 : 0;
    std::int64_t next = 1;
    events.more = [&] {
        std::vector<send::Submission> batch;
        for (auto slots = (*gateway)->free_slots(); slots > 0 && next <= count; --slots, ++next) {
            write(folder / "expected" / fmt::format("{}.subject", next), subject(next));
            write(folder / "expected" / fmt::format("{}.text", next), text(next));
            send::Submission one;
            one.key = {PracticeId{1}, BulkMessageId{2}, Position{next}, AttemptNumber{1}};
            one.to = address(next);
            one.from_name = "Tŷ Gwyn Surgery";
            one.reply_to = "reception@practice.example.org";
            one.subject = subject(next);
            one.text = text(next);
            one.reference = fmt::format("1.2.{}.1", next);
            one.valid_until = clock.now() + 1h;
            batch.push_back(std::move(one));
        }
        (*gateway)->submit(std::move(batch));
    };
    const auto begun = std::chrono::steady_clock::now();
    events.done = [&] {
        const auto taken =
            std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - begun);
        fmt::print("{} mails in {} ms\n", count - events.open, taken.count());
        boost::asio::co_spawn(io, (*gateway)->stop(2s), [](std::exception_ptr) {});
    };
    boost::asio::co_spawn(io, (*gateway)->run(events), [](std::exception_ptr fault) {
        if (fault) {
            std::rethrow_exception(fault);
        }
    });
    io.run_for(100s);
    return events.open == 0 ? 0 : 1;
}

}

int main(int count, char** argument) {
    if (count != 8 && count != 9) {
        fmt::print(stderr, "seven or eight arguments are needed\n");
        return 2;
    }
    try {
        const int port = count == 9 ? std::stoi(argument[8]) : 0;
        return drive(argument, static_cast<std::uint16_t>(port));
    } catch (const std::exception& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        return 2;
    }
}
