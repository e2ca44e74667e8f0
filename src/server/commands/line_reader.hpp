#pragma once
// Cuts a stream of bytes into lines with bounded memory. Pure but for the function it is given.
#include "server/commands/check_values.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cohort::commands {

class LineReader {
public:
    // `before_read` is called before each read, which may wait.
    LineReader(const ReadBytes& read, std::function<void()> before_read)
        : read_(read), before_read_(std::move(before_read)), buffer_(64 * 1024) {}

    struct Line {
        std::string_view text; // without its LF or CR LF, and the first without a byte order mark
                               // (some editors begin a file with one); valid until the next call
        bool too_long;
    };

    // Nothing at the end. A last line without an end counts; nothing after the last LF does not.
    std::optional<Line> next() {
        line_.clear();
        bool too_long = false;
        bool any = false;
        while (at_ < filled_ || fill()) {
            any = true;
            const std::string_view rest{buffer_.data() + at_, filled_ - at_};
            const std::size_t end = rest.find('\n');
            const std::string_view piece = rest.substr(0, end);
            at_ += piece.size();
            too_long = too_long || line_.size() + piece.size() > check_line_bytes_max;
            if (!too_long) {
                line_ += piece;
            }
            if (end != rest.npos) {
                ++at_;
                break;
            }
        }
        if (!any) {
            return std::nullopt;
        }
        std::string_view text = line_;
        if (text.ends_with('\r')) {
            text.remove_suffix(1);
        }
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (std::exchange(first_, false) && text.starts_with(mark)) {
            text.remove_prefix(mark.size());
        }
        return Line{text, too_long};
    }

private:
    bool fill() {
        before_read_();
        at_ = 0;
        filled_ = read_(buffer_);
        return filled_ > 0;
    }

    const ReadBytes& read_;
    std::function<void()> before_read_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    std::string line_;
    bool first_ = true;
};

}
