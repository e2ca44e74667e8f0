#pragma once
// Tests only: a session with a hand-turned clock, and a message centre that reads its bytes and
// keeps a ledger. The centre uses our codec; other people's codecs stand at the far end in
// tests/conformance/smpp_peers.
#include "edge/smpp/session.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

namespace cohort::smpp::test {

using namespace std::chrono_literals;

inline SmppSettings settings_for_test() {
    SmppSettings settings{
        .host = "127.0.0.1", .tls = false, .system_id = "practice", .password = Password{"secret"}
    };
    settings.source_default = "NHSgpA81001";
    return settings;
}

inline const TimePoint noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h;

inline send::Submission
submission(std::int64_t position, std::string text = "Your flu jab is due") {
    send::Submission made;
    made.key = {{1}, {2}, {position}, {1}};
    made.to = fmt::format("+447700900{:03}", position);
    made.text = std::move(text);
    made.reference = fmt::format("ref-{}", position);
    made.valid_until = noon + 72h;
    return made;
}

// In one word and the reason: "accepted m1 m2", "not_sent gateway.throttled", …
inline std::string word(const send::AttemptOutcome& outcome) {
    if (const auto* taken = std::get_if<send::Accepted>(&outcome)) {
        return fmt::format("accepted {}", fmt::join(taken->provider_references, " "));
    }
    if (const auto* unsent = std::get_if<send::NotSent>(&outcome)) {
        return "not_sent " + unsent->reason;
    }
    if (const auto* refused = std::get_if<send::Refused>(&outcome)) {
        return "refused " + refused->reason;
    }
    return "in_doubt " + std::get<send::InDoubt>(outcome).reason;
}

inline std::string bytes_of(const Header& header, const Body& body = NoBody{}) {
    std::string bytes;
    REQUIRE(append(bytes, {header, body}).ok());
    return bytes;
}

struct Rig {
    SmppSettings settings;
    Account account;
    Session session;
    Instant now{1h};
    std::uint64_t taken = 0; // bytes of output so far
    std::string frames;      // what the PDUs of out() are views into

    std::multimap<std::int64_t, std::string> ended;
    std::vector<send::Pause> pauses;
    std::multimap<std::int64_t, std::string> late;
    std::map<std::uint64_t, send::LookUpAnswer> answers;
    std::vector<std::string> told; // bound, paused …, resumed, ready, dropped …

    explicit Rig(SmppSettings with = settings_for_test(), BindRole role = BindRole::transceiver)
        : settings(std::move(with)), account{.pace = Pace{settings.per_second_max}},
          session(settings, account, {role, settings.window}) {}

    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    void listen() {
        for (auto& event : session.take_events()) {
            if (auto* end = std::get_if<AttemptEnded>(&event)) {
                ended.emplace(end->key.position.value, word(end->outcome));
            } else if (std::holds_alternative<Bound>(event)) {
                told.push_back("bound");
            } else if (auto* paused = std::get_if<Paused>(&event)) {
                told.push_back("paused " + paused->pause.reason);
                pauses.push_back(paused->pause);
            } else if (std::holds_alternative<Resumed>(event)) {
                told.push_back("resumed");
            } else if (std::holds_alternative<SlotsFree>(event)) {
                told.push_back("ready");
            } else if (auto* dropped = std::get_if<Dropped>(&event)) {
                told.push_back("dropped " + dropped->why.reason);
                pauses.push_back(dropped->why);
            } else if (auto* late_one = std::get_if<AnsweredLate>(&event)) {
                late.emplace(late_one->key.position.value, word(late_one->outcome));
            } else if (auto* looked_up = std::get_if<LookedUp>(&event)) {
                CHECK(answers.emplace(looked_up->token, looked_up->answer).second);
            }
        }
    }

    std::string output() {
        std::string bytes;
        session.take_output(bytes);
        taken += bytes.size();
        return bytes;
    }

    // The PDUs written since the last call.
    std::vector<Pdu> out() {
        frames = output();
        std::vector<Pdu> pdus;
        std::string_view rest = frames;
        while (!rest.empty()) {
            const Frame frame = next_frame(rest);
            REQUIRE(frame.state == Frame::State::whole);
            pdus.push_back(decode(rest.substr(0, frame.bytes)));
            rest.remove_prefix(frame.bytes);
        }
        return pdus;
    }

    void in(std::string_view bytes) {
        session.received(bytes, now);
        listen();
    }

    void in(const Header& header, const Body& body = NoBody{}) { in(bytes_of(header, body)); }

    void bind() {
        session.connected(now);
        out();
        in({Command::bind_transceiver_resp, 0, 1}, BindResp{.system_id = "centre"});
    }

    void submit(send::Submission what) {
        session.submit(std::move(what), now, noon);
        listen();
    }

    // Answers a submit_sm.
    void respond(const Pdu& to, std::uint32_t status, std::string_view id = "") {
        in({Command::submit_sm_resp, status, to.header.sequence}, MessageResp{.message_id = id});
    }

    void pass(Milliseconds time) {
        now += time;
        session.tick(now);
        listen();
    }

    void lose() {
        session.lost(taken);
        listen();
    }

    std::string end_of(std::int64_t position) const {
        CHECK(ended.count(position) <= 1);
        const auto found = ended.find(position);
        return found == ended.end() ? "open" : found->second;
    }

    bool was_told(std::string_view what) const {
        return std::ranges::find(told, what) != told.end();
    }
};

// Answers like a centre. The last digits of the number decide: …2 refused, …3 throttled, …4 takes
// the first part of a text and refuses the second, …5 takes it and says so without an answer
// anybody can read; all others are taken.
class ScriptedCentre {
public:
    // Reads bytes, returns its own.
    std::string read(std::string_view bytes) {
        in_.append(bytes);
        std::string reply;
        while (next_frame(in_).state == Frame::State::whole) {
            const std::size_t size = next_frame(in_).bytes;
            answer(reply, decode(std::string_view{in_}.substr(0, size)));
            in_.erase(0, size);
        }
        return reply;
    }

    // submit_sm read whole, and those answered with OK, by the position in the number.
    std::map<std::int64_t, int> received;
    std::map<std::int64_t, int> taken;
    std::vector<Command> bound_as;

private:
    void answer(std::string& reply, const Pdu& pdu) {
        if (const auto* query = std::get_if<QuerySm>(&pdu.body)) {
            // It knows the ids that it gave.
            const bool known = query->message_id.starts_with('m');
            const Header header{Command::query_sm_resp, known ? 0U : 0x67U, pdu.header.sequence};
            const QuerySmResp answer{query->message_id, "261123120000000+", 2, 0};
            reply += bytes_of(header, answer);
            return;
        }
        const auto* submit = std::get_if<ShortMessage>(&pdu.body);
        if (pdu.header.command != Command::submit_sm || submit == nullptr) {
            const Header header{response_to(pdu.header.command), 0, pdu.header.sequence};
            const bool binds = std::holds_alternative<Bind>(pdu.body);
            if (binds) {
                bound_as.push_back(pdu.header.command);
            }
            reply += bytes_of(header, binds ? Body{BindResp{}} : Body{NoBody{}});
            return;
        }
        const std::int64_t position = std::stoll(std::string{submit->destination.substr(9)});
        const int part = ++received[position];
        std::uint32_t status = 0;
        switch (position % 10) {
        case 2:
            status = 0x0B;
            break;
        case 3:
            status = 0x58;
            break;
        case 4:
            status = part == 2 ? 0x45 : 0;
            break;
        default:
            break;
        }
        taken[position] += status == 0 ? 1 : 0;
        const Header header{Command::submit_sm_resp, status, pdu.header.sequence};
        const auto id = fmt::format("m{}.{}", position, part);
        std::string answer = bytes_of(header, MessageResp{.message_id = id});
        if (position % 10 == 5) {
            answer.back() = 'x'; // the zero that closes the id
        }
        reply += answer;
    }

    std::string in_;
};

}
