#pragma once
// Reads a patient list in one pass: bytes in any chunking in, a ListReading out. The rules are the
// patient-list contract's, all of them; the upload page, the API and `cohort list check` read
// through here. Promise: the same bytes and options give the same reading, however the bytes were
// cut. Memory is bounded by the limits, not by the input; time is linear. Threads: one thread at a
// time per ListReader; separate readers share nothing.
#include "base/result.hpp"
#include "domain/limits.hpp"
#include "flow/upload/reader/decode.hpp"
#include "flow/upload/reader/heading.hpp"
#include "flow/upload/reader/reading.hpp"
#include "flow/upload/reader/rows.hpp"
#include "flow/upload/reader/tally.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::upload {

struct ReadOptions {
    std::uint64_t patients_max = domain::limits::list_patients_max;
    // Unset: 10 MiB, and at least 1 KiB for each patient allowed.
    std::optional<std::uint64_t> bytes_max = std::nullopt;
    std::chrono::year_month_day today; // in London: the day dates of birth are judged on
    domain::International international = domain::International::refused;
};

// The most that may be allowed: lines and rows are counted in 32 bits, no line has less than one
// byte, and a patient has many more.
inline constexpr std::uint64_t bytes_most = 0xFFFF'FFFF;
inline constexpr std::uint64_t patients_most = bytes_most / 16;

std::uint64_t bytes_max_of(const ReadOptions& options);

class ListReader {
public:
    explicit ListReader(const ReadOptions& options);
    ListReader(const ListReader&) = delete;
    ListReader& operator=(const ListReader&) = delete;

    // The next bytes. An error means that the file is refused whatever follows (not_csv.…,
    // nul_bytes, encoding_unknown, too_large), so that the caller may stop receiving it; other
    // refusals are told by finish, because they count or because what follows may be worse.
    Outcome feed(std::string_view bytes);

    // The end of the file, or of the caller's patience after an error. Call once.
    ListReading finish();

private:
    enum class Stage { head, opening, heading, rows, done };

    Outcome take(std::string_view bytes);
    Outcome begin();
    Outcome decode(std::string_view bytes);
    void on_text(std::string_view text, bool ascii);
    void end_opening();
    void search_heading(std::string_view text, bool ascii);
    void begin_rows();
    void read_rows(std::string_view text, bool ascii);
    void add_row();
    void refuse_lines();
    void end_text();
    Error refuse(FileRefusal refusal, ErrorKind kind);
    void refuse_heading(const Heading& heading);
    void judge_whole();
    void warn_about_file();

    ReadOptions options_;
    std::uint64_t bytes_max_;
    std::uint64_t bytes_ = 0;
    Stage stage_ = Stage::head;
    std::string head_;    // bytes, until there are enough to tell what they are
    std::string opening_; // text, until it is known not to be a 'sep=' line
    bool has_text_ = false;
    Decoder decoder_;
    std::optional<HeadingSearch> search_;
    std::optional<Heading> heading_;
    std::optional<RecordScanner> scanner_;
    std::optional<RowJudge> judge_;
    DateColumn dates_;
    Tally tally_;
    std::optional<Error> error_; // what feed told
    std::optional<FileRefusal>
        refusal_; // the first that was met, with the bytes' own before all others
};

// All of it at once.
ListReading read_list(std::string_view bytes, const ReadOptions& options);

}
