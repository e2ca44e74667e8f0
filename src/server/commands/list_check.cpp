#include "server/commands/list_check.hpp"

#include "server/commands/files.hpp"
#include "server/commands/list_report.hpp"

#include <vector>

namespace cohort::commands {

namespace {

constexpr std::size_t read_bytes = std::size_t{256} * 1024;

Result<upload::ListReading> read_file(const ListCheckOptions& options) {
    COHORT_TRY(file, InputFile::open(options.file));
    upload::ListReader reader{options.read};
    std::vector<char> buffer(read_bytes);
    for (;;) {
        COHORT_TRY(count, file.read(buffer));
        // After a refusal nothing that follows matters; finish() tells which.
        if (count == 0 || !reader.feed({buffer.data(), count}).ok()) {
            return reader.finish();
        }
    }
}

bool write_report(
    const Result<upload::ListReading>& reading,
    const ListCheckOptions& options,
    const WriteBytes& write
) {
    const bool json = options.report == ListCheckOptions::Report::json;
    if (!reading) {
        return !json || write_unread_json(reading.error().code, options.accepted, write);
    }
    return json ? write_list_json(*reading, options.accepted, write) : write(list_words(*reading));
}

}

Result<ListVerdict> check_list(const ListCheckOptions& options, const WriteBytes& write) {
    const auto reading = read_file(options);
    if (!write_report(reading, options, write)) {
        return invalid("output.unwritable");
    }
    if (!reading) {
        return reading.error();
    }
    return reading->refusal() ? ListVerdict::refused : ListVerdict::usable;
}

Result<ListVerdict> check_list(const ListCheckOptions& options) {
    return check_list(options, write_to_standard_output);
}

}
