// The refused rows of a list as a download: read and written a few at a time, however many
// there are.
#include "base/ensure.hpp"
#include "domain/text_normal.hpp"
#include "edge/staff_web/refused_csv.hpp"
#include "edge/staff_web/routes.hpp"

#include <memory>
#include <utility>

namespace cohort::staff_web {
namespace {

// Their cells are as long as cells can be, and a piece is held until the browser has taken it.
constexpr std::int64_t rows_a_read = 20;

// "Refused rows, Flu invitations.csv", in letters that every system has in its file names.
std::string file_name_of(const lists::Summary& list) {
    std::string name = "Refused rows, ";
    for (std::size_t at = 0; at < list.name.size();) {
        const auto character = domain::decode_utf8(list.name, at);
        const bool is_kept = domain::is_letter_or_digit(character.code)
                             || std::u32string_view(U" -_,").contains(character.code);
        if (is_kept) {
            name.append(list.name, at, character.bytes);
        } else {
            name += '-';
        }
        at += character.bytes;
    }
    return name + ".csv";
}

// What is written, and where it is read from.
struct Download {
    const Deps* deps;
    PracticeId practice;
    ListId list;
    RefusedCsv csv;
};

Task<void> write_rows(std::shared_ptr<const Download> download, http::BodyWriter* out) {
    const std::string heading = download->csv.heading();
    if (!co_await out->write(heading)) {
        co_return;
    }
    std::int64_t after = 0;
    while (true) {
        const auto read = [&](db::Snapshot& at) {
            return download->deps->reviewing.refused(
                at, download->practice, download->list, "", after, rows_a_read
            );
        };
        const auto rows = co_await download->deps->database.read(read);
        // Thrown, so that the browser sees that the file is not whole.
        COHORT_ENSURE(rows.ok(), "the refused rows cannot be read to their end");
        std::string text;
        for (const lists::RefusedRow& row : *rows) {
            download->csv.append(text, row);
            after = row.number;
        }
        if (text.empty() || !co_await out->write(text)) {
            co_return;
        }
        if (std::ssize(*rows) < rows_a_read) {
            co_return;
        }
    }
}

}

Task<http::Response> download_refused(Site site, http::Request& request, Visitor visitor) {
    const Deps& deps = site.deps;
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    // Who took patients' details out of Cohort is noted before they leave.
    const auto note = [&](db::Transaction& tx) -> Result<std::string> {
        COHORT_TRY(list, deps.lists.held(tx, visitor.practice(), *id));
        practice::audit(
            tx,
            visitor.actor(),
            "list.refused_downloaded",
            id->text(),
            deps.clock.now(),
            deps.random
        );
        return file_name_of(list);
    };
    auto name = co_await deps.database.write(note);
    if (!name.ok()) {
        co_return http::failure(name.error());
    }
    const auto load_files = [&](db::Snapshot& at) -> Result<std::vector<lists::File>> {
        return deps.lists.files(at, visitor.practice(), *id);
    };
    auto files = co_await deps.database.read(load_files);
    if (!files.ok()) {
        co_return http::failure(files.error());
    }
    const auto download = std::make_shared<const Download>(
        Download{&deps, visitor.practice(), *id, RefusedCsv(std::move(files).value())}
    );
    co_return http::download(
        std::move(name).value(),
        "text/csv; charset=utf-8",
        [download](http::BodyWriter& out) { return write_rows(download, &out); }
    );
}

}
