#include "platform/http/multipart.hpp"

#include <algorithm>
#include <span>

namespace cohort::http {

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t boundary_bytes_max = 70; // RFC 2046 §5.1.1
constexpr std::size_t padding_bytes_max = 100; // blanks behind a boundary, which RFC 2046 allows

Error broken(std::string why) {
    return invalid("http.multipart_broken", std::move(why));
}

std::string_view unpadded(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ') || text.ends_with('\t')) {
        text.remove_suffix(1);
    }
    return text;
}

struct Parameter {
    std::string name;
    std::string value;
};

// The value of a parameter, quoted or not; moves `text` behind it. Browsers write a quote as %22
// and leave a backslash alone (WHATWG form encoding); curl writes \" and \\. Both are understood.
Result<std::string> read_value(std::string_view& text) {
    std::string value;
    if (!text.starts_with('"')) {
        const auto end = text.find(';');
        value = unpadded(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end));
        return value;
    }
    std::size_t i = 1;
    while (i < text.size() && text[i] != '"') {
        const bool escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        i += escape ? 1 : 0;
        value += text[i++];
    }
    if (i == text.size()) {
        return broken("a quoted value has no end");
    }
    text.remove_prefix(i + 1);
    return value;
}

// "form-data; name=\"file\"; filename=\"a.csv\"": the first word goes to `kind`.
Result<std::vector<Parameter>> read_parameters(std::string_view text, std::string& kind) {
    kind = unpadded(text.substr(0, text.find(';')));
    text.remove_prefix(std::min(text.size(), text.find(';')));
    std::vector<Parameter> parameters;
    while (text.starts_with(';')) {
        text.remove_prefix(1);
        if (unpadded(text).empty()) {
            break;
        }
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) {
            return broken("a parameter has no value");
        }
        std::string name(unpadded(text.substr(0, equals)));
        text.remove_prefix(equals + 1);
        while (text.starts_with(' ')) {
            text.remove_prefix(1);
        }
        COHORT_TRY(value, read_value(text));
        parameters.push_back({std::move(name), std::move(value)});
        text = unpadded(text);
    }
    if (!text.empty()) {
        return broken("something follows a quoted value");
    }
    return parameters;
}

// What browsers encode in names, and nothing else: a "%" may be a person's own.
std::string undo_browser_encoding(std::string text) {
    static constexpr std::pair<std::string_view, char> codes[] = {
        {"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}
    };
    for (const auto& [code, character] : codes) {
        for (auto at = text.find(code); at != std::string::npos; at = text.find(code, at + 1)) {
            text.replace(at, code.size(), 1, character);
        }
    }
    return text;
}

std::string last_component(std::string path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

Outcome read_disposition(std::string_view value, PartHead& head) {
    std::string kind;
    COHORT_TRY(parameters, read_parameters(value, kind));
    if (!same_name(kind, "form-data")) {
        return broken("a part is not form-data");
    }
    bool named = false;
    for (Parameter& parameter : parameters) {
        if (same_name(parameter.name, "name")) {
            named = true;
            head.name = undo_browser_encoding(std::move(parameter.value));
        } else if (same_name(parameter.name, "filename")) {
            head.file_name = last_component(undo_browser_encoding(std::move(parameter.value)));
        }
    }
    if (!named) {
        return broken("a part has no name");
    }
    return done();
}

// `text` begins with the line end of the boundary's line and holds whole lines.
Result<PartHead> read_head(std::string_view text) {
    PartHead head;
    bool disposed = false;
    text.remove_prefix(2);
    while (!text.empty()) {
        const auto line = text.substr(0, text.find("\r\n"));
        text.remove_prefix(std::min(text.size(), line.size() + 2));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) {
            return broken("a part's header has no colon");
        }
        const auto name = line.substr(0, colon);
        const auto value = unpadded(line.substr(colon + 1));
        if (same_name(name, "Content-Disposition")) {
            if (disposed) {
                return broken("a part has two dispositions");
            }
            disposed = true;
            COHORT_CHECK(read_disposition(value, head));
        } else if (same_name(name, "Content-Type")) {
            head.content_type = value;
        }
    }
    if (!disposed) {
        return broken("a part has no disposition");
    }
    return head;
}

}

struct MultipartParser::Inside {
    enum class State { before_first, after_boundary, in_head, in_data, ended };

    MultipartCalls calls;
    MultipartLimits limits;
    std::string delimiter; // "\r\n--boundary"
    std::string held;     // not yet judged: at most a head, or what may be the start of a delimiter
    std::size_t used = 0; // of `held`
    State state = State::before_first;
    std::size_t parts = 0;

    std::string_view rest() const { return std::string_view(held).substr(used); }

    Outcome run() {
        bool more = true;
        while (more) {
            COHORT_TRY(moved, step());
            more = moved;
        }
        held.erase(0, used);
        used = 0;
        return done();
    }

    // False when more bytes are wanted.
    Result<bool> step() {
        switch (state) {
        case State::before_first:
        case State::in_data:
            return to_delimiter();
        case State::after_boundary:
            return after_boundary();
        case State::in_head:
            return to_head_end();
        case State::ended: // What follows the last boundary is nobody's (RFC 2046 §5.1.1).
            used = held.size();
            return false;
        }
        return false;
    }

    Outcome give(std::string_view bytes) {
        if (state == State::in_data && !bytes.empty()) {
            return calls.data(bytes);
        }
        return done();
    }

    Result<bool> to_delimiter() {
        const auto bytes = rest();
        const auto found = bytes.find(delimiter);
        if (found != std::string_view::npos) {
            COHORT_CHECK(give(bytes.substr(0, found)));
            if (state == State::in_data) {
                COHORT_CHECK(calls.end());
            }
            used += found + delimiter.size();
            state = State::after_boundary;
            return true;
        }
        // Keep what could be the delimiter's beginning.
        const auto line_end =
            bytes.find('\r', bytes.size() - std::min(bytes.size(), delimiter.size() - 1));
        const auto sure = std::min(line_end, bytes.size());
        COHORT_CHECK(give(bytes.substr(0, sure)));
        used += sure;
        return false;
    }

    Result<bool> after_boundary() {
        const auto bytes = rest();
        if (bytes.starts_with("--")) {
            state = State::ended;
            return true;
        }
        const auto end = bytes.find_first_not_of(" \t");
        if (end == std::string_view::npos || bytes.substr(end) == "\r" || bytes == "-") {
            if (bytes.size() > padding_bytes_max) {
                return broken("blanks without end behind a boundary");
            }
            return false;
        }
        if (!bytes.substr(end).starts_with("\r\n")) {
            return broken("something follows a boundary");
        }
        if (++parts > limits.parts_max) {
            return Error{ErrorKind::too_large, "http.multipart_parts_too_many"};
        }
        used += end; // The line end stays: a head may be empty.
        state = State::in_head;
        return true;
    }

    Result<bool> to_head_end() {
        const auto bytes = rest();
        const auto end = bytes.find("\r\n\r\n");
        if (std::min(end, bytes.size()) > limits.head_bytes_max) {
            return Error{ErrorKind::too_large, "http.multipart_head_too_large"};
        }
        if (end == std::string_view::npos) {
            return false;
        }
        COHORT_TRY(head, read_head(bytes.substr(0, end + 2)));
        COHORT_CHECK(calls.begin(head));
        used += end + 4;
        state = State::in_data;
        return true;
    }
};

MultipartParser::MultipartParser(std::string boundary, MultipartCalls calls, MultipartLimits limits)
    : inside_(std::make_unique<Inside>()) {
    COHORT_ENSURE(!boundary.empty(), "a boundary is not empty");
    inside_->calls = std::move(calls);
    inside_->limits = limits;
    inside_->delimiter = "\r\n--" + boundary;
    inside_->held = "\r\n"; // so that the first boundary looks like the others
}

MultipartParser::~MultipartParser() = default;

Outcome MultipartParser::push(std::string_view bytes) {
    inside_->held += bytes;
    return inside_->run();
}

Outcome MultipartParser::finish() const {
    if (inside_->state != Inside::State::ended) {
        return broken("the closing boundary is missing");
    }
    return done();
}

Result<std::string> multipart_boundary(std::string_view content_type) {
    std::string kind;
    COHORT_TRY(parameters, read_parameters(content_type, kind));
    if (!same_name(kind, "multipart/form-data")) {
        return invalid("http.media_type");
    }
    for (Parameter& parameter : parameters) {
        const auto& value = parameter.value;
        if (same_name(parameter.name, "boundary") && !value.empty()
            && value.size() <= boundary_bytes_max
            && value.find_first_of("\r\n") == std::string::npos) {
            return std::move(parameter.value);
        }
    }
    return broken("no usable boundary");
}

Task<Outcome> read_multipart(
    Request& request,
    MultipartCalls calls,
    std::function<Task<Outcome>()> after_piece,
    MultipartLimits limits
) {
    COHORT_ENSURE(request.body_stream != nullptr, "the route streams its body");
    COHORT_CO_TRY(boundary, multipart_boundary(request.header("Content-Type").value_or("")));
    MultipartParser parser(std::move(boundary), std::move(calls), limits);
    std::string piece(read_bytes, '\0');
    while (true) {
        COHORT_CO_TRY(
            size, co_await request.body_stream->read_some(std::span(piece.data(), piece.size()))
        );
        if (size == 0) {
            co_return parser.finish();
        }
        const Outcome pushed = parser.push(std::string_view(piece).substr(0, size));
        if (!pushed.ok()) {
            co_return pushed;
        }
        if (after_piece) {
            const Outcome kept = co_await after_piece();
            if (!kept.ok()) {
                co_return kept;
            }
        }
    }
}

}
