// The session's questions about messages sent before: query_sm and its answer.
#include "edge/smpp/addresses.hpp"
#include "edge/smpp/outcome_table.hpp"
#include "edge/smpp/session.hpp"

namespace cohort::smpp {
namespace {

using Found = send::LookUpAnswer::Found;

// Behind the texts, which matter more.
constexpr std::size_t questions_asked_max = 5;

constexpr std::uint32_t status_not_understood = 0x03; // ESME_RINVCMDID
constexpr std::uint32_t status_id_unknown = 0x0C;     // ESME_RINVMSGID
constexpr std::uint32_t status_query_failed = 0x67;   // ESME_RQUERYFAIL

}

void Session::look_up(send::LookUp question, std::uint64_t token, Instant now) {
    to_ask_.push_back({std::move(question), token});
    if (state_ != State::bound || stopping_) {
        end_questions();
    }
    ask(now);
}

void Session::ask(Instant now) {
    while (state_ == State::bound && !to_ask_.empty() && asked_.size() < questions_asked_max) {
        Question question = std::move(to_ask_.front());
        to_ask_.pop_front();
        const Address source = source_address(
            question.what.from.empty() ? settings_.source_default : question.what.from
        );
        const std::string id =
            asked_id(question.what.provider_reference, settings_.message_id_format);
        const QuerySm query{
            .message_id = id,
            .source_ton = source.ton,
            .source_npi = source.npi,
            .source = source.digits,
        };
        std::string unused;
        if (id.empty() || !append(unused, {{Command::query_sm, 0, 1}, query}).ok()) {
            answer_question(question, Found::no, "no id that could be asked for");
            continue;
        }
        const std::uint32_t sequence = sequence_of(flights_.size());
        request(Command::query_sm, query, Flight::Kind::query, now + settings_.response_wait);
        asked_.emplace(sequence, std::move(question));
    }
}

void Session::handle_query_answer(const Pdu& pdu, Instant now) {
    const auto asked = asked_.extract(pdu.header.sequence);
    const Question& question = asked.mapped();
    const std::uint32_t status = pdu.header.status;
    const auto* body = std::get_if<QuerySmResp>(&pdu.body);
    if (status == status_not_understood || pdu.header.command == Command::generic_nack) {
        answer_question(question, Found::not_offered, detail_of("query_sm_resp", status));
    } else if (status == status_id_unknown || status == status_query_failed) {
        answer_question(question, Found::no, detail_of("query_sm_resp", status));
    } else if (status != 0) {
        answer_question(question, Found::no_answer, detail_of("query_sm_resp", status));
    } else if (body == nullptr || body->message_id.empty()) {
        ++counts_.bodies_unreadable;
        answer_question(question, Found::no_answer, "an answer nobody can read");
    } else {
        auto receipt = read_query_answer(*body, question.what.provider_reference);
        answer_question(question, Found::yes, receipt.detail, receipt);
    }
    ask(now);
}

void Session::answer_question(
    const Question& question,
    send::LookUpAnswer::Found found,
    std::string detail,
    std::optional<send::Receipt> receipt
) {
    events_.push_back(LookedUp{
        question.token,
        {question.what.key,
         question.what.provider_reference,
         found,
         std::move(receipt),
         std::move(detail)}
    });
}

// Those that wait; after the connection's end also those that were asked.
void Session::end_questions() {
    for (const Question& question : to_ask_) {
        answer_question(question, Found::no_answer, "");
    }
    to_ask_.clear();
    if (over()) {
        for (const auto& [sequence, question] : asked_) {
            answer_question(question, Found::no_answer, "");
        }
        asked_.clear();
    }
}

}
