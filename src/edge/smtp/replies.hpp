#pragma once
// What an SMTP server answers (RFC 5321 §4.2, enhanced status codes RFC 2034 and RFC 3463). Pure;
// bounded, so that no server can make us keep more than one reply of reply_bytes_max.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp {

// "5.1.1": class, subject, detail.
struct EnhancedStatus {
    int klass = 0;
    int subject = 0;
    int detail = 0;

    friend bool operator==(const EnhancedStatus&, const EnhancedStatus&) = default;
};

// Only when the text begins with one. Each number has one to three digits, the class is 2, 4 or 5.
std::optional<EnhancedStatus> read_enhanced_status(std::string_view text);

struct Reply {
    int code = 0; // 200 to 599
    std::optional<EnhancedStatus>
        enhanced; // of the first line; only if its class is the code's first digit
    std::vector<std::string> lines; // the text of each line; may hold an address: never logged

    bool positive() const { return code >= 200 && code < 300; }

    bool intermediate() const { return code >= 300 && code < 400; }

    bool negative() const { return code >= 400; }
};

// "550 5.1.1", the only form in which a reply may be stored or logged.
std::string reply_detail(const Reply& reply);

// Takes bytes as they come and gives whole replies.
class ReplyReader {
public:
    static constexpr std::size_t reply_bytes_max = 16 * 1024; // RFC 5321 asks for 512 a line
    static constexpr std::size_t reply_lines_max = 100;

    enum class State { incomplete, complete, unreadable };

    void append(std::string_view bytes) { buffer_.append(bytes); }

    // `complete` puts the next reply into `reply`. After `unreadable` nothing more can be
    // understood.
    State next(Reply& reply);

    // Bytes came that belong to no reply taken so far.
    bool holds_more() const { return !buffer_.empty() || !building_.lines.empty(); }

private:
    State take_line(std::string_view line, bool& last);

    std::string buffer_;
    Reply building_;
    std::size_t building_bytes_ = 0;
    bool broken_ = false;
};

}
