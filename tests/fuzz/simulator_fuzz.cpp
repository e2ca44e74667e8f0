// The simulator's own codecs: it is the witness of every crash test, so no client may end it.
#include "simulator/json.hpp"
#include "simulator/smsc/alphabet.hpp"
#include "simulator/smsc/pdu.hpp"
#include "simulator/text.hpp"
#include "tests/fuzz/pieces.hpp"

#include <string>

namespace {

using namespace cohort;
using namespace cohort::simulator;

void read_pdu(std::string_view bytes) {
    const auto header = smsc::read_header(bytes);
    const std::string body(header ? bytes.substr(smsc::header_bytes) : bytes);
    static_cast<void>(smsc::read_bind(body));
    const auto submit = smsc::read_submit(body);
    if (submit.ok()) {
        COHORT_ENSURE(submit->user_data.size() <= body.size(), "a text is longer than its message");
        const auto shown =
            smsc::decode(submit->user_data, submit->data_coding, smsc::DefaultAlphabet::gsm7);
        COHORT_ENSURE(valid_utf8(shown) == shown, "what a phone shows is UTF-8");
    }
}

void read_json(std::string_view text) {
    const auto objects = json::read_objects(text);
    const auto object = json::read_object(text);
    COHORT_ENSURE(!object.ok() || objects.ok(), "one object is a list of one");

    std::string written;
    json::ObjectWriter(written)
        .text("to", valid_utf8(text))
        .number("n", -7)
        .flag("late", true)
        .close();
    const auto again = json::read_object(written);
    COHORT_ENSURE(
        again.ok() && again->text("to") == valid_utf8(text), "a text is not what was written"
    );
    COHORT_ENSURE(
        again->number("n") == -7 && again->flag("late"), "a value is not what was written"
    );
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::uint8_t choice = fuzz::take_choice(bytes);
    read_pdu(bytes);
    read_json(bytes);
    const auto shown = smsc::decode(bytes, choice, smsc::DefaultAlphabet{choice % 2});
    COHORT_ENSURE(valid_utf8(shown) == shown, "what a phone shows is UTF-8");
    return 0;
}
