// Step 1 (M4–M7): name the list, choose the file, upload it. The file is judged as it arrives and
// never kept.
#include "edge/staff_web/fields.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/http/multipart.hpp"

namespace cohort::staff_web {
namespace {

using namespace html;

struct Step1 {
    std::string name = {};
    std::string name_problem = {};
    std::string file_problem = {};
    std::string upload_key = {};
};

std::string new_upload_key(Random& random) {
    std::string key = "web-";
    for (int i = 0; i < 4; ++i) {
        key += std::to_string(random.bits()) + "-";
    }
    return key;
}

http::Response page_of(Site site, const Visitor& visitor, const Step1& step, int status) {
    std::vector<nhs::ErrorItem> errors;
    if (!step.name_problem.empty()) {
        errors.push_back({.text = step.name_problem, .href = "#name"});
    }
    if (!step.file_problem.empty()) {
        errors.push_back({.text = step.file_problem, .href = "#file"});
    }
    const auto hidden = [](std::string_view name, std::string_view value) {
        return html::input(attr<"type">("hidden"), attr<"name">(name), attr<"value">(value));
    };
    const std::int64_t most = visitor.session.practice.patients_max;
    const Html content =
        span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Add a patient list")
        + p("Choose the .csv file that you exported from your clinical system. You can send to ",
            patients(most),
            " at most. Take out patients who have died or who do not want messages before you "
            "export.")
        + ul(
            classes("nhsuk-list nhsuk-list--bullet"),
            li(html::a(href("/help/emis"), "How to make this file in EMIS Web")),
            li(html::a(href("/help/systmone"), "How to make this file in SystmOne"))
        )
        + form(
            attr<"method">("post"),
            action("/bulk-messages/new"),
            attr<"enctype">("multipart/form-data"),
            attr<"novalidate">(""),
            token_field(visitor),
            hidden("upload_key", step.upload_key),
            nhs::input(
                {.label = {.text = "Name of this list"},
                 .hint = {.text = "For example: Flu invitations, over 65. Patients do not see it."},
                 .error = {.text = step.name_problem},
                 .name = "name",
                 .value = step.name}
            ),
            nhs::file_upload(
                {.label = {.text = "Patient list file (.csv)"},
                 .hint =
                     {.text =
                          "Upload it just as it was exported. You do not need to open or change it."
                     },
                 .error = {.text = step.file_problem},
                 .name = "file",
                 .accept = ".csv,text/csv"}
            ),
            nhs::button({.text = "Upload CSV file", .prevent_double_click = true})
        );
    return show(
        site.deps.random,
        &visitor,
        {.title = "Add a patient list",
         .before_content =
             nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
         .errors = std::move(errors),
         .content = content,
         .width = Width::two_thirds},
        status
    );
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
    Incoming(Site site, const Visitor& visitor) : site_(site), visitor_(visitor) {}

    Outcome begin(const http::PartHead& head) {
        part_ = head.name;
        if (part_ != "file") {
            return done();
        }
        // Nothing of a file is read before the form has proved where it comes from.
        COHORT_CHECK(check_token(visitor_, token_));
        if (upload_) {
            return invalid("http.multipart_parts_too_many");
        }
        file_name = read_line(head.file_name.value_or(""));
        upload_ = site_.deps.uploads.begin(visitor_.session.practice);
        return done();
    }

    Outcome data(std::string_view bytes) {
        constexpr std::size_t field_bytes_max = 4096;
        if (part_ == "file") {
            waiting_.append(bytes);
            return done();
        }
        std::string* field = part_ == "token"        ? &token_
                             : part_ == "upload_key" ? &step.upload_key
                             : part_ == "name"       ? &step.name
                                                     : nullptr;
        if (field != nullptr) {
            field->append(bytes);
            if (field->size() > field_bytes_max) {
                return Error{ErrorKind::too_large, "http.body_too_large"};
            }
        }
        return done();
    }

    // Between two pieces from the network: what came is read on the pool.
    Task<Outcome> digest() {
        if (waiting_.empty() || !upload_ || refused_) {
            waiting_.clear();
            co_return done();
        }
        // A refused file is still received to its end, so that the browser shows the answer; it is
        // not read further.
        const Outcome fed = co_await upload_->feed(std::exchange(waiting_, {}));
        refused_ = !fed.ok();
        co_return done();
    }

    bool has_file() const { return upload_ != nullptr && !file_name.empty(); }

    upload::Upload& upload() { return *upload_; }

    Outcome prove() const { return check_token(visitor_, token_); }

    Step1 step;
    std::string file_name;

private:
    Site site_;
    const Visitor& visitor_;
    std::string part_;
    std::string token_;
    std::string waiting_;
    std::unique_ptr<upload::Upload> upload_;
    bool refused_ = false;
};

}

Task<http::Response> show_new_list(Site site, http::Request&, Visitor visitor) {
    co_return page_of(site, visitor, {.upload_key = new_upload_key(site.deps.random)}, 200);
}

Task<http::Response> upload_list(Site site, http::Request& request, Visitor visitor) {
    Incoming incoming(site, visitor);
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
    Step1& step = incoming.step;
    step.name = read_line(step.name);
    step.upload_key = read_line(step.upload_key);
    if (step.upload_key.empty()) {
        step.upload_key = new_upload_key(site.deps.random);
    }
    if (step.name.empty()) {
        step.name_problem = sentence("list.name_missing");
    }
    if (!incoming.has_file()) {
        step.file_problem = sentence("list.file_missing");
    }
    if (!step.name_problem.empty() || !step.file_problem.empty()) {
        co_return page_of(site, visitor, step, 400);
    }
    lists::NewList list{step.name, incoming.file_name, step.upload_key};
    const auto uploaded = co_await incoming.upload().finish(visitor.actor(), std::move(list));
    if (!uploaded.ok()) {
        if (uploaded.error().kind != ErrorKind::invalid) {
            co_return http::failure(uploaded.error());
        }
        step.name_problem = sentence(uploaded.error().code.text());
        co_return page_of(site, visitor, step, 400);
    }
    if (uploaded->refusal) {
        step.file_problem = words_of(*uploaded->refusal);
        step.upload_key = new_upload_key(site.deps.random);
        co_return page_of(site, visitor, step, 400);
    }
    co_return http::see_other("/lists/" + uploaded->list->text());
}

}
