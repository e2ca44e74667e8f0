#include "server/commands/check_values.hpp"

#include "domain/email_address.hpp"
#include "domain/london_time.hpp"
#include "domain/nhs_number.hpp"
#include "domain/segments.hpp"
#include "server/commands/files.hpp"
#include "server/commands/json_text.hpp"
#include "server/commands/line_reader.hpp"

namespace cohort::commands {

namespace {

// {"ok":true,"e164":"…","reason":null}, or the value null and the reason's code.
void append_judgement(
    std::string& out, std::string_view name, const std::string* value, std::string_view reason
) {
    out += value ? R"({"ok":true,")" : R"({"ok":false,")";
    out += name;
    out += R"(":)";
    if (value) {
        append_json_string(out, *value);
        out += R"(,"reason":null})";
        return;
    }
    out += R"(null,"reason":)";
    append_json_string(out, reason);
    out += '}';
}

void append_refusal(std::string& out, std::string_view name, std::string_view reason) {
    append_judgement(out, name, nullptr, reason);
}

void answer_mobile(std::string& out, std::string_view value, domain::International international) {
    const auto reading = domain::MobileNumber::parse(value, international);
    if (!reading) {
        append_refusal(out, "e164", reading.error().code.text());
        return;
    }
    append_judgement(out, "e164", &reading->number.reveal(), {});
}

void answer_email(std::string& out, std::string_view value) {
    const auto address = domain::EmailAddress::parse(value);
    if (!address) {
        append_refusal(out, "email", address.error().code.text());
        return;
    }
    append_judgement(out, "email", &address->reveal(), {});
}

void answer_nhs_number(std::string& out, std::string_view value) {
    const auto number = domain::NhsNumber::parse(value);
    if (!number) {
        append_refusal(out, "nhs_number", number.error().code.text());
        return;
    }
    append_judgement(out, "nhs_number", &number->reveal(), {});
}

void answer_text(std::string& out, std::string_view value) {
    const domain::SmsCount count = domain::count_sms(value);
    out += R"({"encoding":")";
    out += domain::text(count.encoding);
    out += R"(","units":)" + std::to_string(count.units);
    out += R"(,"segments":)" + std::to_string(count.segments);
    out += R"(,"replaceable":[)";
    bool first = true;
    for (const domain::ReplaceableCharacter& replaceable : count.replaceable) {
        out += first ? R"({"character":)" : R"(,{"character":)";
        append_json_string(out, replaceable.character);
        out += R"(,"with":)";
        append_json_string(out, replaceable.with);
        out += '}';
        first = false;
    }
    out += "]}";
}

void append_no_time(std::string& out, std::string_view reason) {
    out += R"({"utc":null,"kind":null,"reason":)";
    append_json_string(out, reason);
    out += '}';
}

void answer_time(std::string& out, std::string_view value, const domain::Zone& zone) {
    const auto local = domain::parse_local_time(value);
    if (!local) {
        append_no_time(out, local.error().code.text());
        return;
    }
    const domain::LocalReading reading = zone.read(*local);
    out += R"({"utc":)";
    append_json_string(out, domain::iso_utc(reading.utc));
    out += R"(,"kind":")";
    out += domain::text(reading.kind);
    out += R"("})";
}

class Checker {
public:
    Checker(const CheckOptions& options, domain::Zone zone)
        : options_(options), zone_(std::move(zone)) {}

    void answer(std::string& out, const LineReader::Line& line) const {
        if (line.too_long) {
            append_fault(out, "input.too_long");
        } else if (options_.lines == InputLines::plain) {
            append_answer(out, line.text);
        } else if (const auto value = parse_json_string(line.text)) {
            append_answer(out, *value);
        } else {
            append_fault(out, "input.not_a_json_string");
        }
        out += '\n';
    }

private:
    void append_answer(std::string& out, std::string_view value) const {
        switch (options_.value) {
        case CheckedValue::mobile:
            return answer_mobile(out, value, options_.international);
        case CheckedValue::email:
            return answer_email(out, value);
        case CheckedValue::nhs_number:
            return answer_nhs_number(out, value);
        case CheckedValue::text:
            return answer_text(out, value);
        case CheckedValue::time:
            return answer_time(out, value, zone_);
        }
    }

    void append_fault(std::string& out, std::string_view reason) const {
        switch (options_.value) {
        case CheckedValue::mobile:
            return append_refusal(out, "e164", reason);
        case CheckedValue::email:
            return append_refusal(out, "email", reason);
        case CheckedValue::nhs_number:
            return append_refusal(out, "nhs_number", reason);
        case CheckedValue::text:
            return append_refusal(out, "encoding", reason);
        case CheckedValue::time:
            return append_no_time(out, reason);
        }
    }

    const CheckOptions& options_;
    domain::Zone zone_;
};

}

Outcome check_values(const CheckOptions& options, const ReadBytes& read, const WriteBytes& write) {
    constexpr std::size_t out_bytes_max = 64 * 1024;
    COHORT_TRY(zone, domain::Zone::load(options.zone));
    const Checker checker{options, std::move(zone)};
    std::string out;
    bool somebody_reads = true;
    const auto flush = [&] {
        somebody_reads = somebody_reads && (out.empty() || write(out));
        out.clear();
    };
    LineReader lines{read, flush};
    while (somebody_reads) {
        const auto line = lines.next();
        if (!line) {
            break;
        }
        checker.answer(out, *line);
        if (out.size() > out_bytes_max) {
            flush();
        }
    }
    flush();
    return somebody_reads ? done() : Outcome{invalid("output.unwritable")};
}

Outcome check_values(const CheckOptions& options) {
    const InputFile input = InputFile::standard_input();
    Outcome reading = done();
    const ReadBytes read = [&](std::span<char> buffer) -> std::size_t {
        const auto count = input.read(buffer);
        reading = count ? done() : Outcome{count.error()};
        return count.value_or(0);
    };
    COHORT_CHECK(check_values(options, read, write_to_standard_output));
    return reading;
}

}
