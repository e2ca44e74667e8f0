#include "edge/smtp/smtp_gateway.hpp"

#include "edge/smtp/scripted_server.hpp"
#include "platform/net/memory_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <latch>
#include <map>
#include <memory>

using namespace cohort;
using namespace cohort::smtp;
using namespace std::chrono_literals;

namespace asio = boost::asio;

namespace {

const TimePoint noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{12}
};

// Everything the relay did, over all its connections.
struct Relay {
    ScriptedServer::Options script;
    bool reachable = true;
    std::size_t server_bytes_max =
        static_cast<std::size_t>(-1); // of one connection, then it breaks
    bool silent_after_text = false;
    int connections = 0;
    std::vector<ScriptedServer::Mail> ledger;

    int taken(std::int64_t position) const {
        const std::vector to{"p" + std::to_string(position) + "@example.com"};
        return static_cast<int>(std::ranges::count_if(ledger, [&to](const auto& mail) {
            return mail.taken && mail.to == to;
        }));
    }
};

Task<> serve(Relay& relay, std::unique_ptr<net::MemoryStream> stream) {
    ScriptedServer server(relay.script);
    server.tls_established(); // a wire in memory has no TLS of its own
    stream->break_after_writing(relay.server_bytes_max);
    std::array<char, 512> buffer{};
    bool going = true;
    while (going) {
        const auto answer = server.take_output();
        if (!answer.empty()) {
            const auto written = co_await stream->write_all(answer, 5s);
            going = written.ok() && !server.closed;
        }
        if (going) {
            const auto read = co_await stream->read_some(buffer, 30s);
            going = read.ok() && *read > 0;
            if (going) {
                server.receive({buffer.data(), *read});
            }
        }
        for (auto& mail : std::exchange(server.ledger, {})) {
            relay.ledger.push_back(std::move(mail));
        }
        if (relay.silent_after_text && !relay.ledger.empty()) {
            server.take_output();
        }
    }
    co_await stream->close(1s);
}

class MemoryConnector final : public Connector {
public:
    MemoryConnector(asio::io_context& io, Relay& relay) : io_(io), relay_(relay) {}

    Task<Stream> connect() override {
        if (!relay_.reachable) {
            co_return Error{ErrorKind::unavailable, "net.refused"};
        }
        ++relay_.connections;
        auto pair = net::MemoryStream::make_pair(io_.get_executor());
        asio::co_spawn(io_, serve(relay_, std::move(pair.second)), asio::detached);
        co_return std::unique_ptr<net::ByteStream>{std::move(pair.first)};
    }

    Task<Stream> start_tls(std::unique_ptr<net::ByteStream> plain) override {
        co_return std::move(plain);
    }

private:
    asio::io_context& io_;
    Relay& relay_;
};

struct Told final : send::GatewayEvents {
    void attempt_ended(const send::AttemptKey& key, send::AttemptOutcome outcome) override {
        ++times[key.position.value];
        outcomes[key.position.value] = std::move(outcome);
    }

    void ready() override {
        if (on_ready) {
            on_ready();
        }
    }

    void paused(send::Pause pause) override { pauses.push_back(std::move(pause)); }

    void resumed() override { ++resumes; }

    Task<bool> keep(std::vector<send::Receipt>) override { co_return true; }

    template <class Kind>
    std::size_t count() const {
        return static_cast<std::size_t>(std::ranges::count_if(outcomes, [](const auto& each) {
            return std::holds_alternative<Kind>(each.second);
        }));
    }

    std::function<void()> on_ready;
    std::map<std::int64_t, int> times;
    std::map<std::int64_t, send::AttemptOutcome> outcomes;
    std::vector<send::Pause> pauses;
    int resumes = 0;
};

SmtpSettings settings() {
    SmtpSettings made;
    made.host = "127.0.0.1";
    made.security = Security::none_insecure;
    made.username = "user";
    made.password = Password{"secret"};
    made.envelope_from = "bounce@practice.example.org";
    made.from_address = "surgery@practice.example.org";
    made.message_id_domain = "practice.example.org";
    made.retry_wait_first = 1ms;
    made.retry_wait_max = 4ms;
    made.person_wait = 5ms;
    return made;
}

send::Submission submission(std::int64_t position) {
    send::Submission made;
    made.key = {PracticeId{1}, BulkMessageId{2}, Position{position}, AttemptNumber{1}};
    made.to = "p" + std::to_string(position) + "@example.com";
    made.from_name = "Tŷ Gwyn Surgery";
    made.subject = "Hello";
    made.text = "Your text, number " + std::to_string(position);
    made.reference = "ref-" + std::to_string(position);
    made.valid_until = noon + 24h;
    return made;
}

Relay plain_relay() {
    Relay relay;
    relay.script.starttls = false;
    return relay;
}

struct Rig {
    explicit Rig(SmtpSettings with = settings())
        : gateway(
              std::move(with), {clock, random, pool, std::make_unique<MemoryConnector>(io, relay)}
          ) {
        told.on_ready = [this] { fill(); };
    }

    // NOLINTNEXTLINE(bugprone-exception-escape): whatever throws here ends the test, as it should
    ~Rig() {
        stop(0ms);
        io.run_for(5s); // the relay's ends see theirs close
    }

    void start() {
        running = true;
        asio::co_spawn(io, gateway.run(told), [this](std::exception_ptr fault) {
            running = false;
            failed = fault != nullptr;
        });
    }

    void fill() {
        std::vector<send::Submission> batch;
        while (next <= last && batch.size() < gateway.free_slots()) {
            batch.push_back(submission(next++));
        }
        if (!batch.empty()) {
            gateway.submit(std::move(batch));
        }
    }

    // Runs the loop until `done` holds; false after five seconds. At no moment are there more
    // attempts whose end was not told, or might there be, than two on each of two connections.
    bool until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + 5s;
        while (!done() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(100ms);
            const auto given = static_cast<std::size_t>(next - 1);
            CHECK(given + gateway.free_slots() <= told.outcomes.size() + 4);
        }
        return done();
    }

    void stop(Milliseconds grace) {
        if (!running) {
            return;
        }
        bool stopped = false;
        asio::co_spawn(io, gateway.stop(grace), [&stopped](std::exception_ptr) { stopped = true; });
        CHECK(until([&] { return stopped && !running; }));
        CHECK_FALSE(failed);
    }

    asio::io_context io;
    net::Pool pool{{.threads = 1}
    }; // so that letters are ready in the order in which they were given
    ManualClock clock{noon};
    SeededRandom random{1};
    Relay relay = plain_relay();
    Told told;
    SmtpGateway gateway;
    std::int64_t next = 1;
    std::int64_t last = 0;
    bool running = false;
    bool failed = false;
};

auto answering(std::string start, std::string reply) {
    return [start = std::move(start),
            reply = std::move(reply)](std::string_view line) -> std::optional<std::string> {
        return line.starts_with(start) ? std::optional{reply} : std::nullopt;
    };
}

}

TEST_CASE("gateway: two hundred messages leave over two kept connections, each to one person") {
    Rig rig;
    rig.last = 200;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 200; }));

    CHECK(rig.told.count<send::Accepted>() == 200);
    CHECK(rig.relay.connections == 2);
    CHECK(rig.told.pauses.empty());
    for (std::int64_t i = 1; i <= 200; ++i) {
        CHECK(rig.told.times[i] == 1);
        CHECK(rig.relay.taken(i) == 1);
        const auto& accepted = std::get<send::Accepted>(rig.told.outcomes[i]);
        CHECK(accepted.provider_references == std::vector{"ref-" + std::to_string(i)});
    }
}

TEST_CASE(
    "gateway: nothing may be given before the relay has answered, three places then with two lanes"
) {
    Rig rig;
    CHECK(rig.gateway.free_slots() == 0);
    rig.start();
    CHECK(rig.gateway.free_slots() == 0);
    REQUIRE(rig.until([&] { return rig.gateway.free_slots() > 0; }));

    CHECK(rig.gateway.free_slots() == 3); // two on the connected lane, one on the sleeping one
    rig.last = 3;
    rig.fill();
    CHECK(rig.gateway.free_slots() == 0);
    CHECK(rig.told.outcomes.empty()); // never told from inside submit
    CHECK(rig.until([&] { return rig.told.count<send::Accepted>() == 3; }));
}

TEST_CASE("gateway: a relay that is down at the start pauses, and all goes on when it is there") {
    Rig rig;
    rig.relay.reachable = false;
    rig.last = 10;
    rig.start();
    REQUIRE(rig.until([&] { return !rig.told.pauses.empty(); }));
    CHECK(rig.told.pauses.front().reason == "gateway.unreachable");
    CHECK_FALSE(rig.told.pauses.front().needs_a_person);
    CHECK(rig.gateway.free_slots() == 0);

    rig.relay.reachable = true;
    CHECK(rig.until([&] { return rig.told.count<send::Accepted>() == 10; }));
    CHECK(rig.told.resumes == 1);
    CHECK(rig.told.pauses.size() == 1);
}

TEST_CASE("gateway: a refused password pauses the gateway and fails nobody") {
    Rig rig;
    rig.relay.script.answer = answering("AUTH", "535 5.7.8 wrong");
    rig.last = 5;
    rig.start();
    REQUIRE(rig.until([&] { return !rig.told.pauses.empty(); }));
    CHECK(rig.told.pauses.front().reason == "gateway.login_refused");
    CHECK(rig.told.pauses.front().needs_a_person);
    CHECK(rig.told.outcomes.empty());

    rig.relay.script.answer = {};
    CHECK(rig.until([&] { return rig.told.count<send::Accepted>() == 5; }));
}

TEST_CASE("gateway: the access token is read for each connection, and without one nobody fails") {
    auto with = settings();
    int reads = 0; // on the pool's threads, one at a time: there is one lane
    with.connections_max = 1;
    with.access_token = [&reads]() -> Result<Password> {
        if (++reads == 1) {
            return Error{ErrorKind::unavailable, "secret_file.missing"};
        }
        return Password{"token " + std::to_string(reads)};
    };
    Rig rig(with);
    std::vector<std::string> sign_ins;
    rig.relay.script.auth = "XOAUTH2";
    rig.relay.script.answer = [&sign_ins](std::string_view line) -> std::optional<std::string> {
        if (!line.starts_with("AUTH")) {
            return std::nullopt;
        }
        sign_ins.emplace_back(line);
        return sign_ins.size() == 1 ? "535 5.7.3 expired" : "235 2.7.0 ok";
    };
    rig.last = 3;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.count<send::Accepted>() == 3; }));

    REQUIRE(rig.told.pauses.size() == 2);
    CHECK(rig.told.pauses[0].reason == "gateway.token_unreadable");
    CHECK(rig.told.pauses[0].detail == "secret_file.missing");
    CHECK(rig.told.pauses[1].reason == "gateway.login_refused");
    REQUIRE(sign_ins.size() == 2);
    CHECK(sign_ins[0] != sign_ins[1]);
    CHECK(rig.told.outcomes.size() == 3);
}

TEST_CASE("gateway: one policy refusal is about a message, three in a row are about us") {
    Rig one;
    one.relay.script.answer = answering("RCPT TO:<p2@", "550 5.7.1 no");
    one.last = 6;
    one.start();
    REQUIRE(one.until([&] { return one.told.outcomes.size() == 6; }));
    CHECK(one.told.count<send::Accepted>() == 5);
    CHECK(one.told.count<send::NotSent>() == 1);
    CHECK(one.told.pauses.empty());

    Rig all;
    all.relay.script.answer = answering("RCPT", "550 5.7.1 no");
    all.last = 3;
    all.start();
    REQUIRE(all.until([&] { return !all.told.pauses.empty(); }));
    CHECK(all.told.pauses.front().reason == "gateway.policy_refused");
    CHECK(all.told.pauses.front().needs_a_person);
    CHECK(all.told.count<send::NotSent>() == 3);
}

TEST_CASE("gateway: who sends too fast rests, needs no person, and fails nobody") {
    Rig rig;
    int refusals = 0;
    rig.relay.script.answer = [&refusals](std::string_view line) -> std::optional<std::string> {
        return line == "." && ++refusals <= 2 ? std::optional<std::string>{"451 4.7.28 too fast"}
                                              : std::nullopt;
    };
    rig.last = 6;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 6; }));

    CHECK(rig.told.pauses.front().reason == "gateway.throttled");
    CHECK_FALSE(rig.told.pauses.front().needs_a_person);
    CHECK(rig.told.resumes >= 1);
    CHECK(rig.told.count<send::Refused>() + rig.told.count<send::InDoubt>() == 0);
    CHECK(rig.told.count<send::Accepted>() >= 1);
}

TEST_CASE("gateway: refused recipients fail alone, over connections that are kept") {
    Rig rig;
    rig.relay.script.answer = [](std::string_view line) -> std::optional<std::string> {
        const bool odd = line.starts_with("RCPT") && (line.contains("1@") || line.contains("7@"));
        return odd ? std::optional<std::string>{"550 5.1.1 unknown"} : std::nullopt;
    };
    rig.last = 40;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 40; }));

    CHECK(rig.told.count<send::Refused>() == 8);
    CHECK(rig.told.count<send::Accepted>() == 32);
    CHECK(rig.relay.connections == 2);
}

TEST_CASE("gateway: connections that break after any number of answers lose and double nobody") {
    for (std::size_t k = 60; k < 420; k += 7) {
        CAPTURE(k);
        Rig rig;
        rig.relay.server_bytes_max = k;
        rig.last = 6;
        rig.start();
        REQUIRE(rig.until([&] {
            return rig.told.outcomes.size() == 6 || rig.relay.connections > 12;
        }));
        rig.stop(0ms);

        for (std::int64_t i = 1; i < rig.next; ++i) {
            REQUIRE(rig.told.times[i] == 1);
            const auto& outcome = rig.told.outcomes[i];
            REQUIRE((!std::holds_alternative<send::Accepted>(outcome) || rig.relay.taken(i) == 1));
            REQUIRE((!std::holds_alternative<send::NotSent>(outcome) || rig.relay.taken(i) == 0));
            REQUIRE_FALSE(std::holds_alternative<send::Refused>(outcome));
        }
    }
}

TEST_CASE("gateway: no answer to the final dot within the limit leaves that message in doubt") {
    auto with = settings();
    with.final_answer_wait_max = 20ms;
    with.connections_max = 1;
    Rig rig(with);
    rig.relay.silent_after_text = true;
    rig.last = 2;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 2; }));

    CHECK(std::holds_alternative<send::InDoubt>(rig.told.outcomes[1]));
    CHECK(std::get<send::InDoubt>(rig.told.outcomes[1]).reason == "email.no_answer");
    CHECK(std::holds_alternative<send::NotSent>(rig.told.outcomes[2]));
    CHECK(rig.told.pauses.front().reason == "gateway.no_answer");
}

TEST_CASE("gateway: stop ends what is open, in doubt where it must, and takes no more") {
    auto with = settings();
    with.connections_max = 1;
    Rig rig(with);
    rig.relay.silent_after_text = true;
    rig.last = 2;
    rig.start();
    REQUIRE(rig.until([&] { return !rig.relay.ledger.empty(); }));
    rig.stop(5ms);

    CHECK(rig.gateway.free_slots() == 0);
    CHECK(std::get<send::InDoubt>(rig.told.outcomes[1]).reason == "email.stopped_waiting");
    CHECK(std::get<send::NotSent>(rig.told.outcomes[2]).reason == "gateway.stopping");
}

TEST_CASE("gateway: an idle connection is given up politely and made again when needed") {
    auto with = settings();
    with.idle_max = 5ms;
    with.connections_max = 1;
    Rig rig(with);
    int quits = 0;
    rig.relay.script.answer = [&quits](std::string_view line) -> std::optional<std::string> {
        quits += line == "QUIT" ? 1 : 0;
        return std::nullopt;
    };
    rig.start();
    REQUIRE(rig.until([&] { return quits == 1 && rig.gateway.free_slots() == 1; }));
    CHECK(rig.told.pauses.empty());

    rig.last = 1;
    rig.fill();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 1; }));
    CHECK(rig.told.count<send::Accepted>() == 1);
    CHECK(rig.relay.connections == 2);
}

TEST_CASE("gateway: what cannot be written ends without being offered") {
    Rig rig;
    rig.start();
    REQUIRE(rig.until([&] { return rig.gateway.free_slots() == 3; }));
    auto injected = submission(1);
    injected.subject = "Hi\r\nBcc: all@example.com";
    auto addressed = submission(2);
    addressed.to = "p2@example.com>\r\nRCPT TO:<x@example.com";
    auto late = submission(3);
    late.valid_until = noon;
    rig.gateway.submit({injected, addressed, late});
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 3; }));

    CHECK(std::get<send::Refused>(rig.told.outcomes[1]).reason == "email.header_control");
    CHECK(std::get<send::Refused>(rig.told.outcomes[2]).reason == "email.address_unusable");
    CHECK(std::get<send::NotSent>(rig.told.outcomes[3]).reason == "gateway.valid_until_passed");
    CHECK(rig.relay.ledger.empty());
}

TEST_CASE("gateway: with a bounce domain each letter has a sender of its own, that names it") {
    auto with = settings();
    with.bounce_domain = "bounces.example.org";
    with.bounce_key = VerpKey{"a key of the test's own"};
    const Verp verp(with.bounce_domain, with.bounce_key);
    Rig rig(with);
    rig.last = 5;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.count<send::Accepted>() == 5; }));

    for (const auto& mail : rig.relay.ledger) {
        const auto named = verp.reference(mail.from);
        REQUIRE(named);
        CHECK(mail.to == std::vector{"p" + named->substr(4) + "@example.com"});
        CHECK(mail.text.contains("Message-ID: <" + *named + "@practice.example.org>"));
    }
}

TEST_CASE("gateway: with a key every letter leaves signed") {
    auto with = settings();
    // RFC 8463 appendix A.1: a published key, and so no secret.
    with.dkim_keys.push_back(
        {"s2026",
         Password{"-----BEGIN PRIVATE KEY-----\n"
                  "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                  "-----END PRIVATE KEY-----\n"}}
    );
    Rig rig(with);
    rig.last = 20;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.count<send::Accepted>() == 20; }));

    CHECK(std::ranges::all_of(rig.relay.ledger, [](const auto& mail) {
        return mail.text.starts_with("DKIM-Signature: v=1; a=ed25519-sha256;")
               && mail.text.contains(" d=practice.example.org;\r\n s=s2026;");
    }));
}

TEST_CASE("gateway: a letter that is still being written when we stop is not sent, once") {
    Rig rig;
    rig.start();
    REQUIRE(rig.until([&] { return rig.gateway.free_slots() == 3; }));
    std::latch go_on{1};
    const auto hold = [](net::Pool& pool, std::latch& latch) -> Task<> {
        const auto held = co_await pool.run({{"holding"}}, [&latch] {
            latch.wait();
            return done();
        });
        CHECK(held.ok());
    };
    asio::co_spawn(rig.io, hold(rig.pool, go_on), asio::detached);
    rig.io.poll(); // the one thread is taken now
    rig.last = 3;
    rig.fill();
    CHECK(rig.gateway.free_slots() == 0);
    bool stopped = false;
    asio::co_spawn(rig.io, rig.gateway.stop(1ms), [&](std::exception_ptr) { stopped = true; });
    REQUIRE(rig.until([&] { return stopped; }));

    CHECK(rig.told.count<send::NotSent>() == 3);
    CHECK(rig.running); // a thread may still hold the letter
    go_on.count_down();
    REQUIRE(rig.until([&] { return !rig.running; }));
    for (std::int64_t i = 1; i <= 3; ++i) {
        CHECK(rig.told.times[i] == 1);
        CHECK(std::get<send::NotSent>(rig.told.outcomes[i]).reason == "gateway.stopping");
    }
    CHECK(rig.relay.ledger.empty());
}

TEST_CASE("settings: a key that cannot sign for the from address is refused at the start") {
    struct Row {
        const char* label;
        std::string domain;
        const char* code;
    };

    for (const Row& row : {
             Row{"the same domain", "practice.example.org", ""},
             Row{"the domain above", "example.org", ""},
             Row{"the from address's own", "", ""},
             Row{"another", "example.com", "smtp.dkim_domain"},
             Row{"one that ends alike", "actice.example.org", "smtp.dkim_domain"},
             Row{"one that breaks out", "example.org; s=x", "smtp.dkim_domain"},
         }) {
        CAPTURE(row.label);
        auto with = settings();
        with.dkim_domain = row.domain;
        with.dkim_keys.push_back(
            {"s",
             Password{"-----BEGIN PRIVATE KEY-----\n"
                      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                      "-----END PRIVATE KEY-----\n"}}
        );
        const auto checked = check(with);
        CHECK((checked.ok() ? "" : checked.error().code.text()) == std::string_view{row.code});
    }
}

TEST_CASE("gateway: a relay that leaves with 421 is asked again later, and nobody has failed") {
    Rig rig;
    int answers = 0;
    rig.relay.script.answer = [&answers](std::string_view line) -> std::optional<std::string> {
        return line == "." && ++answers == 3 ? std::optional<std::string>{"421 4.3.2 restarting"}
                                             : std::nullopt;
    };
    rig.last = 8;
    rig.start();
    REQUIRE(rig.until([&] { return rig.told.outcomes.size() == 8; }));

    CHECK(rig.told.count<send::Refused>() == 0);
    CHECK(rig.told.count<send::InDoubt>() == 0);
    CHECK(rig.told.count<send::NotSent>() >= 1);
    CHECK(rig.told.pauses.front().reason == "gateway.throttled");
    CHECK(rig.told.resumes == 1);
}

TEST_CASE("gateway: once run has returned the event loop may go first") {
    // Only the sanitizers see a timer that outlives its loop.
    ManualClock clock{noon};
    SeededRandom random{1};
    net::Pool pool{{.threads = 1}};
    Relay relay = plain_relay();
    Told told;
    std::unique_ptr<SmtpGateway> gateway;
    auto io = std::make_unique<asio::io_context>();
    gateway = std::make_unique<SmtpGateway>(
        settings(),
        SmtpGateway::Deps{clock, random, pool, std::make_unique<MemoryConnector>(*io, relay)}
    );
    bool returned = false;
    asio::co_spawn(*io, gateway->run(told), [&returned](std::exception_ptr) { returned = true; });
    asio::co_spawn(*io, gateway->stop(100ms), asio::detached);
    io->run_for(5s);
    CHECK(returned);

    io.reset();
    CHECK(gateway->free_slots() == 0);
}
