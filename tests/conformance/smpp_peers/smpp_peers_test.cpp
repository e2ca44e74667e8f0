// Our gateway against message centres that other people wrote: npm `smpp` and Debian's Net::SMPP,
// each with its own codec and its own table of the GSM alphabet. What they decoded must be what was
// sent.
#include "domain/segments.hpp"
#include "domain/sentences/sentences.hpp"
#include "edge/smpp/smpp_gateway.hpp"
#include "flow/send/short_reference.hpp"
#include "tests/conformance/smpp_peers/peer_process.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/programs.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <set>
#include <sstream>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp_peers;
using namespace std::chrono_literals;

namespace {

const std::string here = COHORT_SMPP_PEERS_FOLDER;

struct Peer {
    const char* name;
    std::vector<std::string> argv;
    std::string trusted = {}; // with it, TLS is spoken
};

std::vector<std::string> tls_centre(const test_support::CertificateFiles& files) {
    return {"node", here + "/node_centre.js", "secret", files.key, files.certificate};
}

std::vector<Peer> peers(const std::filesystem::path& folder) {
    const test_support::TestAuthority authority(folder, "authority");
    return {
        {"npm smpp", {"node", here + "/node_centre.js", "secret"}},
        {"Net::SMPP", {"perl", here + "/perl_centre.pl", "secret"}},
        {"npm smpp over TLS",
         tls_centre(authority.issue("centre", "localhost")),
         authority.certificate()},
    };
}

// Sends each text until it is settled, as the engine would, and remembers what it was told.
class Sender final : public send::GatewayEvents {
public:
    Sender(send::Gateway& gateway, std::map<std::int64_t, std::string> texts)
        : gateway_(gateway), texts_(std::move(texts)) {
        for (const auto& [position, text] : texts_) {
            queue_.push_back(position);
        }
    }

    void attempt_ended(const send::AttemptKey& key, send::AttemptOutcome outcome) override {
        const std::int64_t position = key.position.value;
        if (std::holds_alternative<send::NotSent>(outcome)) {
            ++not_sent[position];
            queue_.push_back(position);
            return;
        }
        CHECK(settled.emplace(position, std::move(outcome)).second);
    }

    void ready() override {
        std::vector<send::Submission> batch;
        for (auto slots = gateway_.free_slots(); slots > 0 && !queue_.empty(); --slots) {
            send::Submission next;
            next.key = {{1}, {1}, {queue_.front()}, {1}};
            next.to = fmt::format("+447700900{:03}", queue_.front());
            next.from = "NHSgpA81001";
            next.reference = fmt::format("reference-{}", queue_.front());
            next.text = texts_.at(queue_.front());
            next.valid_until = SystemClock{}.now() + 72h;
            batch.push_back(std::move(next));
            queue_.erase(queue_.begin());
        }
        gateway_.submit(std::move(batch));
    }

    void paused(send::Pause pause) override { pauses.push_back(std::move(pause)); }

    void resumed() override { ++resumptions; }

    Task<bool> keep(std::vector<send::Receipt> batch) override {
        std::ranges::move(batch, std::back_inserter(receipts));
        co_return true;
    }

    std::size_t accepted_parts() const {
        std::size_t parts = 0;
        for (const auto& [position, outcome] : settled) {
            const auto* taken = std::get_if<send::Accepted>(&outcome);
            parts += taken ? taken->provider_references.size() : 0;
        }
        return parts;
    }

    std::map<std::int64_t, send::AttemptOutcome> settled;
    std::map<std::int64_t, int> not_sent;
    std::vector<send::Pause> pauses;
    std::vector<send::Receipt> receipts;
    int resumptions = 0;

private:
    send::Gateway& gateway_;
    std::map<std::int64_t, std::string> texts_;
    std::vector<std::int64_t> queue_;
};

// What the centre wrote down, by number.
struct Ledger {
    std::map<std::int64_t, std::map<int, std::string>> texts; // parts in their order
    int submits = 0;
    int receipts_taken = 0;
    int unbound = 0;
    std::set<std::string> roles;
    std::set<std::string> held_together_by; // "payload", "sar", or the header's first octets
    std::set<std::string> senders;

    void add(const std::string& line) {
        std::istringstream words{line};
        std::string kind, destination, hex, header, source, ton, npi;
        words >> kind;
        if (kind == "RECEIPT") {
            words >> destination;
            receipts_taken += destination == "0" ? 1 : 0;
        } else if (kind == "UNBIND") {
            ++unbound;
        } else if (kind == "BIND") {
            words >> source;
            roles.insert(source);
        } else if (kind == "SUBMIT") {
            words >> destination >> hex >> header >> source >> ton >> npi;
            const bool whole = header == "-" || header == "payload";
            const int part = whole ? 1 : std::stoi(header.substr(header.size() - 2), nullptr, 16);
            held_together_by.insert(whole ? header : header.substr(0, header.size() - 8));
            texts[std::stoll(destination.substr(9))][part] = unhex(hex);
            senders.insert(source + "/" + ton + "/" + npi);
            ++submits;
        }
    }

    // Until so many have unbound.
    void read(PeerProcess& centre, int unbinds) {
        for (int wait = 0; wait < 50 && unbound < unbinds; ++wait) {
            for (const auto& line : centre.lines_so_far()) {
                add(line);
            }
            if (unbound < unbinds) {
                add(centre.line());
            }
        }
    }

    static std::string unhex(const std::string& hex) {
        std::string bytes;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        }
        return bytes;
    }

    std::string text(std::int64_t position) {
        std::string whole;
        for (const auto& [part, piece] : texts[position]) {
            whole += piece;
        }
        return whole;
    }
};

// `trusted`: the file of the authority to trust; empty speaks in clear.
SmppSettings
settings_for(const std::string& port_line, std::string password, const std::string& trusted) {
    REQUIRE(port_line.starts_with("PORT "));
    return {
        .host = trusted.empty() ? "127.0.0.1" : "localhost",
        .port = static_cast<std::uint16_t>(std::stoi(port_line.substr(5))),
        .tls = !trusted.empty(),
        .tls_ca_file = trusted,
        .system_id = "practice",
        .password = Password{std::move(password)},
    };
}

// Runs until `settled` holds, for at most twenty seconds, then stops the gateway.
void run_until(
    SmppGateway& gateway,
    Sender& sender,
    const std::function<bool(boost::asio::io_context&)>& settled_on
) {
    boost::asio::io_context loop;
    const auto settled = [&] { return settled_on(loop); };
    const auto rethrow = [](std::exception_ptr fault) {
        if (fault) {
            std::rethrow_exception(fault);
        }
    };
    boost::asio::co_spawn(loop, gateway.run(sender), rethrow);
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (!settled() && std::chrono::steady_clock::now() < until) {
        loop.run_for(20ms);
    }
    CHECK(settled());
    boost::asio::co_spawn(loop, gateway.stop(2s), rethrow);
    loop.run_for(5s);
    CHECK(loop.stopped()); // nothing of the gateway is left
}

void run_until(SmppGateway& gateway, Sender& sender, const std::function<bool()>& settled) {
    run_until(gateway, sender, [&](boost::asio::io_context&) { return settled(); });
}

std::map<std::int64_t, std::string> texts() {
    std::string gsm_all =
        "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà";
    std::string long_gsm;
    std::string long_ucs2;
    for (int i = 0; i < 30; ++i) {
        long_gsm += fmt::format("Line {} costs €{} [{}]. ", i, i * 7, i);
        long_ucs2 += fmt::format("Llŷr {} \xF0\x9F\x98\x80 ", i);
    }
    return {
        {1, "Your flu jab is due"},
        {2, "To a number the centre refuses"},
        {3, "To a number the centre throttles once"},
        {4, gsm_all},
        {5, "^{}\\[~]|€"},
        {6, "Bore da, Siân. Mae'ch brechiad ŷ ŵ yn barod."},
        {7, long_gsm},
        {8, long_ucs2},
        {10, std::string(152, 'a') + "€" + std::string(152, 'a')},
        {11, ""},
    };
}

}

TEST_CASE(
    "peers: what a centre of another make decodes is what was sent, once each, with its receipts"
) {
    const test_support::Folder folder;
    for (const Peer& peer : peers(folder.path())) {
        CAPTURE(peer.name);
        PeerProcess centre{peer.argv};
        SystemClock clock;
        SeededRandom random{7};
        auto made =
            SmppGateway::make(settings_for(centre.line(), "secret", peer.trusted), {clock, random});
        REQUIRE(made.ok());
        SmppGateway& gateway = **made;
        Sender sender{gateway, texts()};
        std::size_t accepted_parts = 0;

        run_until(gateway, sender, [&] {
            accepted_parts = sender.accepted_parts();
            return sender.settled.size() == texts().size()
                   && sender.receipts.size() == accepted_parts;
        });

        Ledger ledger;
        std::set<std::string> receipted;
        ledger.read(centre, 1);
        for (const auto& receipt : sender.receipts) {
            CHECK(receipt.says == send::Receipt::Says::delivered);
            receipted.insert(receipt.provider_reference);
        }
        std::size_t parts = 0;
        for (const auto& [position, text] : texts()) {
            CAPTURE(position);
            CHECK(ledger.text(position) == text);
            parts += domain::measure_sms(text).segments;
            const auto& outcome = sender.settled.at(position);
            if (position == 2) {
                REQUIRE(std::holds_alternative<send::Refused>(outcome));
                CHECK(std::get<send::Refused>(outcome).reason == "sms.number_refused");
                continue;
            }
            REQUIRE(std::holds_alternative<send::Accepted>(outcome));
            const auto& references = std::get<send::Accepted>(outcome).provider_references;
            CHECK(references.size() == domain::measure_sms(text).segments);
            for (const auto& reference : references) {
                CHECK(receipted.contains(reference));
            }
        }
        CHECK(sender.not_sent[3] == 1);
        CHECK(sender.pauses.at(0).reason == "gateway.throttled");
        CHECK(sender.resumptions == 1);
        CHECK(ledger.unbound == 1);
        CHECK(ledger.senders == std::set<std::string>{"NHSgpA81001/5/0"});
        CHECK(static_cast<std::size_t>(ledger.receipts_taken) == accepted_parts);
        // Throttled texts went twice, and what was throttled with them; nothing else did.
        std::size_t repeated = 0;
        for (const auto& [position, times] : sender.not_sent) {
            repeated += static_cast<std::size_t>(times);
        }
        CHECK(static_cast<std::size_t>(ledger.submits) <= parts + repeated);
    }
}

TEST_CASE("peers: a long text in every form, and binds apart, reach a centre of another make whole"
) {
    const struct {
        LongTexts form;
        BindAs bind_as;
        const char* held_together_by;
        std::set<std::string> roles;
    } cases[] = {
        {LongTexts::udh8, BindAs::transmitter_and_receiver, "00", {"receiver", "transmitter"}},
        {LongTexts::udh16, BindAs::transceiver, "0804", {"transceiver"}},
        {LongTexts::sar, BindAs::transceiver, "sar", {"transceiver"}},
        {LongTexts::payload,
         BindAs::transmitter_and_receiver,
         "payload",
         {"receiver", "transmitter"}},
    };

    const std::map<std::int64_t, std::string> long_texts{
        {7, texts().at(7)}, {8, texts().at(8)}, {10, texts().at(10)}
    };

    const test_support::Folder folder;
    for (const Peer& peer : peers(folder.path())) {
        for (const auto& each : cases) {
            CAPTURE(peer.name);
            CAPTURE(each.held_together_by);
            PeerProcess centre{peer.argv};
            SystemClock clock;
            SeededRandom random{7};
            auto settings = settings_for(centre.line(), "secret", peer.trusted);
            settings.long_texts = each.form;
            settings.bind_as = each.bind_as;
            settings.binds = 2;
            settings.send_user_message_reference = true;
            auto made = SmppGateway::make(std::move(settings), {clock, random});
            REQUIRE(made.ok());
            SmppGateway& gateway = **made;
            Sender sender{gateway, long_texts};

            run_until(gateway, sender, [&] {
                return sender.settled.size() == long_texts.size()
                       && sender.receipts.size() == sender.accepted_parts();
            });

            Ledger ledger;
            ledger.read(centre, each.roles.size() == 2 ? 3 : 2);
            std::size_t counted = 0;
            for (const auto& [position, text] : long_texts) {
                CHECK(ledger.text(position) == text);
                counted += domain::measure_sms(text).segments;
            }
            const bool whole = each.form == LongTexts::payload;
            CHECK(sender.accepted_parts() == (whole ? long_texts.size() : counted));
            CHECK(ledger.roles == each.roles);
            CHECK(ledger.held_together_by.contains(each.held_together_by));
            for (const auto& receipt : sender.receipts) {
                CHECK(receipt.says == send::Receipt::Says::delivered);
                const auto position = std::stoll(receipt.repeats.to.substr(10));
                CHECK(receipt.repeats.from == "NHSgpA81001");
                CHECK(
                    receipt.repeats.short_reference
                    == send::short_reference(fmt::format("reference-{}", position))
                );
            }
        }
    }
}

namespace {

// Asks once the first text is settled: about its parts, and about one that nobody sent.
class Asker {
public:
    explicit Asker(SmppGateway& gateway) : gateway_(gateway) {}

    Task<> ask(std::vector<std::string> references) {
        std::vector<send::LookUp> questions;
        questions.reserve(references.size());
        for (const auto& reference : references) {
            questions.push_back({{}, reference, "", "NHSgpA81001"});
        }
        answers = co_await gateway_.look_up(std::move(questions));
    }

    std::vector<send::LookUpAnswer> answers;

private:
    SmppGateway& gateway_;
};

}

TEST_CASE("peers: a centre of another make is asked about a text, and its answer is understood") {
    const test_support::Folder folder;
    for (const Peer& peer : peers(folder.path())) {
        CAPTURE(peer.name);
        PeerProcess centre{peer.argv};
        SystemClock clock;
        SeededRandom random{7};
        auto settings = settings_for(centre.line(), "secret", peer.trusted);
        settings.look_up = true;
        auto made = SmppGateway::make(std::move(settings), {clock, random});
        REQUIRE(made.ok());
        Sender sender{**made, {{1, "Your flu jab is due"}}};
        Asker asker{**made};
        bool asked = false;

        run_until(**made, sender, [&](boost::asio::io_context& loop) {
            if (!asked && sender.settled.size() == 1) {
                asked = true;
                const auto& taken = std::get<send::Accepted>(sender.settled.at(1));
                std::vector<std::string> references{taken.provider_references.at(0), "nobodys"};
                boost::asio::co_spawn(
                    loop, asker.ask(std::move(references)), boost::asio::detached
                );
            }
            return asker.answers.size() == 2;
        });

        REQUIRE(asker.answers.size() == 2);
        CHECK(asker.answers[0].found == send::LookUpAnswer::Found::yes);
        REQUIRE(asker.answers[0].receipt);
        CHECK(asker.answers[0].receipt->says == send::Receipt::Says::delivered);
        CHECK(
            asker.answers[0].receipt->at
            == std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 9h + 1min
        );
        CHECK(asker.answers[1].found == send::LookUpAnswer::Found::no);
    }
}

TEST_CASE("peers: a refused password pauses the gateway for a person, and no text leaves") {
    const test_support::Folder folder;
    for (const Peer& peer : peers(folder.path())) {
        CAPTURE(peer.name);
        PeerProcess centre{peer.argv};
        SystemClock clock;
        SeededRandom random{7};
        auto made =
            SmppGateway::make(settings_for(centre.line(), "wrong", peer.trusted), {clock, random});
        REQUIRE(made.ok());
        Sender sender{**made, {{1, "Never"}}};

        run_until(**made, sender, [&] { return !sender.pauses.empty(); });

        CHECK(sender.pauses[0].reason == "gateway.password_refused");
        CHECK(sender.pauses[0].needs_a_person);
        CHECK(sender.settled.empty());
        CHECK((*made)->counts().submits == 0);
    }
}

TEST_CASE(
    "peers: a certificate that must not be trusted: no bind, nothing in clear, and it says why"
) {
    const test_support::Folder folder;
    const test_support::TestAuthority authority(folder.path(), "authority");
    const test_support::TestAuthority stranger(folder.path(), "stranger");

    struct Case {
        const char* label;
        std::vector<std::string> argv;
        const char* found; // in the words for the log
    };

    for (const Case& bad : std::vector<Case>{
             {"expired",
              tls_centre(authority.issue("expired", "localhost", {.from = -48h, .until = -24h})),
              "certificate has expired"},
             {"another host's",
              tls_centre(authority.issue("elsewhere", "centre.elsewhere.example")),
              "hostname mismatch"},
             {"self-signed",
              tls_centre(test_support::self_signed(folder.path(), "self", "localhost")),
              "self-signed certificate"},
             {"a stranger's",
              tls_centre(stranger.issue("strange", "localhost")),
              "unable to get local issuer certificate"}
         }) {
        CAPTURE(bad.label);
        PeerProcess centre{bad.argv};
        SystemClock clock;
        SeededRandom random{7};
        auto made = SmppGateway::make(
            settings_for(centre.line(), "secret", authority.certificate()), {clock, random}
        );
        REQUIRE(made.ok());
        Sender sender{**made, {{1, "Never"}}};

        run_until(**made, sender, [&] { return !sender.pauses.empty(); });

        REQUIRE(sender.pauses.size() == 1);
        CHECK(sender.pauses[0].reason == "gateway.tls_refused");
        CHECK(sender.pauses[0].needs_a_person);
        CAPTURE(sender.pauses[0].detail);
        CHECK(sender.pauses[0].detail.find(bad.found) != std::string::npos);
        CHECK(domain::sentence_for("gateway.tls_refused") != nullptr);
        CHECK(sender.settled.empty());
        CHECK(centre.lines_so_far().empty()); // no bind
    }
}

TEST_CASE("peers: a centre that speaks no TLS is never spoken to in clear") {
    const test_support::Folder folder;
    const test_support::TestAuthority authority(folder.path(), "authority");
    PeerProcess centre{{"node", here + "/node_centre.js", "secret"}};
    SystemClock clock;
    SeededRandom random{7};
    auto made = SmppGateway::make(
        settings_for(centre.line(), "secret", authority.certificate()), {clock, random}
    );
    REQUIRE(made.ok());
    Sender sender{**made, {{1, "Never"}}};

    run_until(**made, sender, [&] { return !sender.pauses.empty(); });

    REQUIRE(sender.pauses.size() == 1);
    CHECK(sender.pauses[0].reason == "gateway.unreachable"); // it hangs up on our hello
    CHECK(sender.settled.empty());
    CHECK(centre.lines_so_far().empty()); // no bind
}
