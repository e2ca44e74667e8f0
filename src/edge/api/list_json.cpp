#include "edge/api/list_json.hpp"

#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"

#include <algorithm>

namespace cohort::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string_view words_for(std::string_view code) {
    const domain::Sentence* words = domain::sentence_for(code);
    return words != nullptr ? words->title : std::string_view();
}

value number_or_null(const std::optional<std::int64_t>& number) {
    return number ? value(*number) : value(nullptr);
}

object json_of(const domain::Ages& ages) {
    return {
        {"youngest", number_or_null(ages.youngest())},
        {"oldest", number_or_null(ages.oldest())},
        {"under_16", ages.under(16)}
    };
}

object json_of(const lists::File& file) {
    return {
        {"number", file.number},
        {"name", file.name},
        {"sha256", file.sha256},
        {"source", lists::text(file.source)},
        {"encoding", file.encoding},
        {"bytes", file.bytes},
        {"heading_line", file.heading_line},
        {"report_run_at", time_or_null(file.report_run_at)},
        {"records", file.records},
        {"uploaded_at", domain::iso_utc(file.uploaded_at)}
    };
}

object json_of(const lists::CodeCount& count) {
    return {{"code", count.code}, {"rows", count.rows}, {"words", words_for(count.code)}};
}

// How many share it, and never the number.
object json_of(const lists::SharedMobile& shared) {
    return {{"patients", shared.patients}};
}

template <class Items>
array array_of(const Items& items) {
    array all;
    all.reserve(items.size());
    for (const auto& item : items) {
        all.push_back(json_of(item));
    }
    return all;
}

std::string_view text(lists::RefusedRow::State state) {
    switch (state) {
    case lists::RefusedRow::State::refused:
        return "refused";
    case lists::RefusedRow::State::mended:
        return "mended";
    case lists::RefusedRow::State::left_out:
        return "left_out";
    }
    return "refused";
}

}

std::string path_of(ListId id) {
    return "/api/v1/lists/" + id.text();
}

object json_of(const lists::Summary& list) {
    return {
        {"id", list.id.text()},
        {"name", list.name},
        {"state", lists::text(list.state)},
        {"revision", list.revision},
        {"uploaded_at", domain::iso_utc(list.uploaded_at)},
        {"uploaded_by", list.uploaded_by},
        {"confirmed_at", time_or_null(list.confirmed_at)},
        {"report_run_at", time_or_null(list.report_run_at)},
        {"records", list.records},
        {"accepted", list.accepted},
        {"refused", list.refused},
        {"mended", list.mended},
        {"left_out", list.left_out},
        {"reached_by_sms", list.by_sms},
        {"reached_by_email", list.by_email},
        {"ages", json_of(list.ages)}
    };
}

object json_of(const lists::Review& review) {
    object list = json_of(review.list);
    const std::string path = path_of(review.list.id);
    list["files"] = array_of(review.files);
    list["refused_by_code"] = array_of(review.refused);
    list["warnings_by_code"] = array_of(review.warnings);
    list["shared_mobiles"] = array_of(review.shared);
    list["refused_rows"] = path + "/refused-rows";
    list["warnings"] = path + "/warnings";
    return list;
}

array json_of(
    std::span<const lists::Reason> reasons, std::int64_t file, std::span<const lists::File> files
) {
    const auto of = std::ranges::find(files, file, &lists::File::number);
    array all;
    all.reserve(reasons.size());
    for (const lists::Reason& reason : reasons) {
        const bool has_column = reason.field && of != files.end();
        all.push_back(object{
            {"code", reason.code},
            {"column",
             has_column ? std::string_view(of->headings[static_cast<std::size_t>(*reason.field)])
                        : std::string_view()},
            {"words", words_for(reason.code)}
        });
    }
    return all;
}

object json_of(const lists::RefusedRow& row, std::span<const lists::File> files) {
    return {
        {"number", row.number},
        {"file", row.file},
        {"line", row.line},
        {"state", text(row.state)},
        {"reasons", json_of(row.reasons, row.file, files)}
    };
}

// Without what was found and what was kept: that is the patient's.
object json_of(const lists::Warning& warning) {
    return {
        {"number", warning.number},
        {"file", warning.file},
        {"line", number_or_null(warning.line)},
        {"code", warning.code},
        {"column", warning.heading},
        {"words", words_for(warning.code)}
    };
}

}
