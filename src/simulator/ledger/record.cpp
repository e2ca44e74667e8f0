#include "simulator/ledger/record.hpp"

#include "simulator/json.hpp"

#include <array>

namespace cohort::simulator {

namespace {

constexpr std::array kinds{
    RecordKind::submit,
    RecordKind::receipt,
    RecordKind::receipt_acknowledged,
    RecordKind::mail,
    RecordKind::mail_refused
};

}

std::string_view word(RecordKind kind) {
    switch (kind) {
    case RecordKind::submit:
        return "submit";
    case RecordKind::receipt:
        return "receipt";
    case RecordKind::receipt_acknowledged:
        return "receipt_acknowledged";
    case RecordKind::mail:
        return "mail";
    case RecordKind::mail_refused:
        return "mail_refused";
    }
    return "";
}

void append_line(std::string& out, const Record& record) {
    static const Record plain;
    json::ObjectWriter line(out);
    const auto text = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            line.text(key, value);
        }
    };
    const auto number = [&](std::string_view key, std::int64_t value, std::int64_t usual) {
        if (value != usual) {
            line.number(key, value);
        }
    };
    line.number("n", static_cast<std::int64_t>(record.n));
    line.number("at", record.at_ms);
    line.text("kind", word(record.kind));
    number("session", static_cast<std::int64_t>(record.session), 0);
    text("system_id", record.system_id);
    text("from", record.from);
    text("to", record.to);
    number("status", record.status, plain.status);
    number("of", static_cast<std::int64_t>(record.of), 0);
    text("stat", record.stat);
    number("err", record.err, plain.err);
    number("receipts", record.receipts, plain.receipts);
    number("due", record.due_ms, plain.due_ms);
    number("coding", record.coding, plain.coding);
    number("reference", record.reference, plain.reference);
    number("part", record.part, plain.part);
    number("parts", record.parts, plain.parts);
    if (!record.taken) {
        line.flag("taken", false);
    }
    text("rule", record.rule);
    text("message_id", record.message_id);
    text("subject", record.subject);
    text("text", record.text);
    line.close();
    out += '\n';
}

Result<Record> read_line(std::string_view line) {
    auto object = json::read_object(line);
    if (!object) {
        return Error{ErrorKind::invalid, "simulator.ledger.unreadable"};
    }
    Record record;
    const std::string name = object->text("kind");
    bool known = false;
    for (const RecordKind kind : kinds) {
        if (name == word(kind)) {
            record.kind = kind;
            known = true;
        }
    }
    const auto n = object->number("n");
    if (!known || n <= 0) {
        return Error{ErrorKind::invalid, "simulator.ledger.unreadable"};
    }
    record.n = static_cast<std::uint64_t>(n);
    record.at_ms = object->number("at");
    record.session = static_cast<std::uint64_t>(object->number("session"));
    record.system_id = object->text("system_id");
    record.from = object->text("from");
    record.to = object->text("to");
    record.status = static_cast<int>(object->number("status"));
    record.of = static_cast<std::uint64_t>(object->number("of"));
    record.stat = object->text("stat");
    record.err = static_cast<int>(object->number("err"));
    record.receipts = static_cast<std::uint32_t>(object->number("receipts"));
    record.due_ms = object->number("due");
    record.coding = static_cast<int>(object->number("coding"));
    record.reference = static_cast<std::uint32_t>(object->number("reference"));
    record.part = static_cast<std::uint32_t>(object->number("part", 1));
    record.parts = static_cast<std::uint32_t>(object->number("parts", 1));
    record.taken = object->flag("taken", true);
    record.rule = object->text("rule");
    record.message_id = object->text("message_id");
    record.subject = object->text("subject");
    record.text = object->text("text");
    return record;
}

}
