#pragma once
// Bytes in any chunking → UTF-8 text, without a byte order mark.
// Promise: the same bytes give the same text and the same fault, however they were cut.
// One Decoder reads one file; one thread at a time. Windows-1252: the WHATWG Encoding Standard's
// index, with its five unassigned bytes refused instead of mapped to controls.
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace cohort::upload {

enum class Encoding { utf_8, utf_8_with_bom, utf_16_le, utf_16_be, windows_1252 };

std::string_view name_of(Encoding encoding);

// How many bytes the Decoder wants to see before the first decode (fewer only if the file has
// fewer).
inline constexpr std::size_t head_bytes = 4096;

// A piece of text. `ascii` may be false for text that is, never the other way round.
struct TextSlice {
    std::string_view text;
    bool ascii;
};

class Decoder {
public:
    // Requires: called once, first, with the first head_bytes of the file (or all of it).
    // Returns how many of them are the byte order mark, which the caller then leaves out.
    std::size_t begin(std::string_view head);

    // Takes bytes from the front of `bytes` and gives the next slice of text, which lives until the
    // next call and may be empty. Call again until `bytes` is empty. Errors: nul_bytes,
    // encoding_unknown. All the text before the fault has been given by then.
    Result<TextSlice> next(std::string_view& bytes);

    // The end of the file; call until the slice is empty. Errors: as next.
    Result<TextSlice> finish();

    // Final only after finish: a file is UTF-8 until its first byte that cannot be.
    Encoding encoding() const { return encoding_; }

private:
    struct Step {
        std::size_t consumed;
        TextSlice slice;
    };

    enum class More { may_come, never };

    // Nothing consumed and no text: the input is the start of a character.
    Result<Step> step(std::string_view input, More more);
    Result<Step> step_utf_8(std::string_view input, More more);
    Result<Step> step_utf_16(std::string_view input, More more);
    Result<Step> step_windows_1252(std::string_view input, More more);

    Encoding encoding_ = Encoding::utf_8;
    bool multi_byte_seen_ = false; // valid UTF-8 beyond ASCII
    std::string carry_;  // the start of a character that the next chunk ends: at most three bytes
    std::string joined_; // carry_ and the bytes after it
    std::string work_;   // text that had to be made
    std::size_t ctrl_z_held_ = 0; // Ctrl-Z is ignored at the very end only
};

}
