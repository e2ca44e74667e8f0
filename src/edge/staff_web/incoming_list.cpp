#include "edge/staff_web/incoming_list.hpp"

#include "domain/typed_text.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/http/multipart.hpp"

#include <memory>
#include <utility>

namespace cohort::staff_web {
namespace {

std::string new_upload_key(Random& random) {
    std::string key = "web-";
    for (int i = 0; i < 4; ++i) {
        key += std::to_string(random.bits()) + "-";
    }
    return key;
}

// Why the whole file was refused, with the numbers and names that go with it.
std::string words_of(const upload::FileRefusal& refusal) {
    std::string words = sentence(refusal.sentence().text());
    if (refusal.limit > 0 && refusal.found > 0) {
        words += " We found " + with_commas(static_cast<std::int64_t>(refusal.found))
                 + "; the most is " + with_commas(static_cast<std::int64_t>(refusal.limit)) + ".";
    }
    const auto list_of = [](const auto& names) {
        std::string list;
        for (const auto& name : names) {
            list += (list.empty() ? "" : ", ") + std::string(name);
        }
        return list;
    };
    if (!refusal.columns.empty()) {
        words += " It is about: " + list_of(refusal.columns) + ".";
    }
    if (!refusal.headings.empty()) {
        words += " The file has these headings: " + list_of(refusal.headings) + ".";
    }
    if (refusal.line) {
        words += " Look at line " + with_commas(static_cast<std::int64_t>(*refusal.line)) + ".";
    }
    return words;
}

// The parts of the form as they come in: token, key and name before the file.
class Incoming {
public:
    Incoming(Site site, const Visitor& visitor, std::optional<std::uint64_t> bytes)
        : site_(site), visitor_(visitor), bytes_(bytes) {}

    Outcome begin(const http::PartHead& head) {
        part_ = head.name;
        if (part_ != "file") {
            return done();
        }
        // Nothing of a file is read before the form has proved where it comes from.
        COHORT_CHECK(check_token(visitor_, token_));
        if (file_begun_) {
            return invalid("http.multipart_parts_too_many");
        }
        file_begun_ = true;
        file_name = domain::read_name(head.file_name.value_or(""));
        return done();
    }

    Outcome data(std::string_view bytes) {
        constexpr std::size_t field_bytes_max = 4096;
        if (part_ == "file") {
            waiting_.append(bytes);
            return done();
        }
        std::string* field = part_ == "token"        ? &token_
                             : part_ == "upload_key" ? &upload_key
                             : part_ == "name"       ? &name
                                                     : nullptr;
        if (field != nullptr) {
            field->append(bytes);
            if (field->size() > field_bytes_max) {
                return Error{ErrorKind::too_large, "http.body_too_large"};
            }
        }
        return done();
    }

    // Between two pieces from the network: what came is read on the pool. Nothing more comes while
    // the file waits for room.
    Task<Outcome> digest() {
        if (has_file() && !upload_ && !refused_) {
            auto begun = co_await site_.deps.uploads.begin(visitor_.session.practice, bytes_);
            if (begun.ok()) {
                upload_ = std::move(begun).value();
            } else {
                no_room_ = begun.error();
                refused_ = true;
            }
        }
        std::string bytes = std::exchange(waiting_, {});
        // A refused file is still received to its end, so that the browser shows the answer; it is
        // not read further.
        if (upload_ && !refused_ && !bytes.empty()) {
            const Outcome fed = co_await upload_->feed(std::move(bytes));
            refused_ = !fed.ok();
        }
        co_return done();
    }

    bool has_file() const { return file_begun_ && !file_name.empty(); }

    // Requires: has_file().
    Task<Result<upload::Uploaded>> finish(lists::NewFile file) {
        if (no_room_) {
            co_return *no_room_;
        }
        co_return co_await upload_->finish(visitor_.actor(), std::move(file));
    }

    Outcome prove() const { return check_token(visitor_, token_); }

    std::string name;
    std::string upload_key;
    std::string file_name;

private:
    Site site_;
    const Visitor& visitor_;
    std::string part_;
    std::string token_;
    std::optional<std::uint64_t> bytes_; // of the whole form, which is little more than its file
    std::string waiting_;
    bool file_begun_ = false;
    std::unique_ptr<upload::Upload> upload_;
    std::optional<Error> no_room_;
    bool refused_ = false;
};

// All of it; the file has been read when this ends.
Task<Outcome> read_form(http::Request& request, Incoming& incoming) {
    http::MultipartCalls calls{
        .begin = [&incoming](const http::PartHead& head) { return incoming.begin(head); },
        .data = [&incoming](std::string_view bytes) { return incoming.data(bytes); },
        .end = [] { return done(); }
    };
    const auto digest = [&incoming] { return incoming.digest(); };
    COHORT_CO_CHECK(co_await http::read_multipart(request, std::move(calls), digest));
    co_return incoming.prove();
}

// What is missing before anything can be stored.
bool is_complete(UploadForm& form, const Incoming& incoming) {
    if (form.list_name == ListName::asked && form.name.empty()) {
        form.name_problem = sentence("list.name_missing");
    }
    if (!incoming.has_file()) {
        form.file_problem = sentence("list.file_missing");
    }
    return form.name_problem.empty() && form.file_problem.empty();
}

}

UploadForm empty_upload_form(Site site, const Visitor& visitor, ListName list_name) {
    return {
        .list_name = list_name,
        .upload_key = new_upload_key(site.deps.random),
        .token = visitor.session.csrf_token
    };
}

Task<Result<Received>> receive_list(
    Site site,
    http::Request& request,
    const Visitor& visitor,
    ListName list_name,
    std::optional<ListId> added_to
) {
    Incoming incoming(site, visitor, request.body_bytes());
    COHORT_CO_CHECK(co_await read_form(request, incoming));
    Received received{.form = empty_upload_form(site, visitor, list_name), .status = 400};
    UploadForm& form = received.form;
    form.name = domain::read_name(incoming.name);
    const std::string sent_key = domain::read_line(incoming.upload_key);
    std::string next_key = std::exchange(form.upload_key, sent_key);
    if (form.upload_key.empty()) {
        form.upload_key = next_key;
    }
    if (!is_complete(form, incoming)) {
        co_return received;
    }
    lists::NewFile file{
        .list_name = form.name,
        .name = incoming.file_name,
        .upload_key = form.upload_key,
        .added_to = added_to
    };
    const auto uploaded = co_await incoming.finish(std::move(file));
    if (uploaded.ok() && uploaded->list) {
        received.list = uploaded->list;
        co_return received;
    }
    if (uploaded.ok()) {
        form.file_problem = words_of(*uploaded->refusal);
        form.upload_key = std::move(next_key);
        co_return received;
    }
    const Error& error = uploaded.error();
    const bool no_room = error.code == ErrorCode("upload.no_room");
    const bool about_file =
        error.kind == ErrorKind::conflict || no_room || list_name == ListName::known;
    if (error.kind != ErrorKind::invalid && error.kind != ErrorKind::conflict && !no_room) {
        co_return error;
    }
    (about_file ? form.file_problem : form.name_problem) = sentence(error.code.text());
    // Sent once more, the same file finds the list that is being stored under its key.
    if (error.code != ErrorCode("list.being_received")) {
        form.upload_key = std::move(next_key);
    }
    received.status = http::status_of(error);
    co_return received;
}

Task<Result<lists::Summary>>
find_draft(Site site, const http::Request& request, const Visitor& visitor) {
    COHORT_CO_TRY(id, ListId::parse(request.param("list")));
    const auto load = [&](db::Snapshot& at) {
        return site.deps.lists.summary(at, visitor.practice(), id);
    };
    COHORT_CO_TRY(list, co_await site.deps.database.read(load));
    if (list.state != lists::State::draft) {
        co_return Error{ErrorKind::conflict, "list.not_draft"};
    }
    co_return list;
}

}
