// Step 1: the file is judged as it arrives and never kept.
#include "edge/staff_web/pages/new_list.hpp"

#include "domain/typed_text.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/http/multipart.hpp"

namespace cohort::staff_web {
namespace {

std::string new_upload_key(Random& random) {
    std::string key = "web-";
    for (int i = 0; i < 4; ++i) {
        key += std::to_string(random.bits()) + "-";
    }
    return key;
}

NewListView empty_view(const Visitor& visitor) {
    return {
        .patients_max = visitor.session.practice.patients_max, .token = visitor.session.csrf_token
    };
}

http::Response show_page(Site site, const Visitor& visitor, const NewListView& view, int status) {
    return show(site.deps.random, &visitor, new_list_page(view), status);
}

// Why the whole file was refused, with the numbers and names that go with it.
std::string words_of(const upload::FileRefusal& refusal) {
    std::string words = sentence(refusal.code.text());
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
        : view(empty_view(visitor)), site_(site), visitor_(visitor), bytes_(bytes) {}

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
        file_name = domain::read_line(head.file_name.value_or(""));
        return done();
    }

    Outcome data(std::string_view bytes) {
        constexpr std::size_t field_bytes_max = 4096;
        if (part_ == "file") {
            waiting_.append(bytes);
            return done();
        }
        std::string* field = part_ == "token"        ? &token_
                             : part_ == "upload_key" ? &view.upload_key
                             : part_ == "name"       ? &view.name
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

    NewListView view;
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

}

Task<http::Response> show_new_list(Site site, http::Request&, Visitor visitor) {
    NewListView view = empty_view(visitor);
    view.upload_key = new_upload_key(site.deps.random);
    co_return show_page(site, visitor, view, 200);
}

Task<http::Response> upload_list(Site site, http::Request& request, Visitor visitor) {
    Incoming incoming(site, visitor, request.body_bytes());
    http::MultipartCalls calls{
        .begin = [&incoming](const http::PartHead& head) { return incoming.begin(head); },
        .data = [&incoming](std::string_view bytes) { return incoming.data(bytes); },
        .end = [] { return done(); }
    };
    const auto digest = [&incoming] { return incoming.digest(); };
    if (const Outcome read = co_await http::read_multipart(request, std::move(calls), digest);
        !read.ok()) {
        co_return http::failure(read.error());
    }
    if (const Outcome proved = incoming.prove(); !proved.ok()) {
        co_return http::failure(proved.error());
    }
    NewListView& view = incoming.view;
    view.name = domain::read_line(view.name);
    view.upload_key = domain::read_line(view.upload_key);
    if (view.upload_key.empty()) {
        view.upload_key = new_upload_key(site.deps.random);
    }
    if (view.name.empty()) {
        view.name_problem = sentence("list.name_missing");
    }
    if (!incoming.has_file()) {
        view.file_problem = sentence("list.file_missing");
    }
    if (!view.name_problem.empty() || !view.file_problem.empty()) {
        co_return show_page(site, visitor, view, 400);
    }
    lists::NewFile file{
        .list_name = view.name, .name = incoming.file_name, .upload_key = view.upload_key
    };
    const auto uploaded = co_await incoming.finish(std::move(file));
    if (!uploaded.ok()) {
        const Error& error = uploaded.error();
        const bool no_room = error.code == ErrorCode("upload.no_room");
        const bool about_file = error.kind == ErrorKind::conflict || no_room;
        if (error.kind != ErrorKind::invalid && !about_file) {
            co_return http::failure(error);
        }
        (about_file ? view.file_problem : view.name_problem) = sentence(error.code.text());
        // Sent once more, the same file finds the list that is being stored under its key.
        if (error.code != ErrorCode("list.being_received")) {
            view.upload_key = new_upload_key(site.deps.random);
        }
        http::Response page = show_page(site, visitor, view, http::status_of(error));
        if (no_room) {
            page.header("Retry-After", "30");
        }
        co_return page;
    }
    if (uploaded->refusal) {
        view.file_problem = words_of(*uploaded->refusal);
        view.upload_key = new_upload_key(site.deps.random);
        co_return show_page(site, visitor, view, 400);
    }
    co_return http::see_other("/lists/" + uploaded->list->text());
}

}
