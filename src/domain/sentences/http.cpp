// What the web server refuses by itself, before any page of ours is asked.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"http.not_found",
     "There is no page at this address.",
     "Check the address, or go back to the start page."},
    {"http.url_broken",
     "The address of this page cannot be read.",
     "Go back to the start page and find the page from there."},
    {"http.method_not_allowed",
     "This address does not do what was asked of it.",
     "Go back and use the buttons on the page."},
    {"http.method_unknown",
     "The server does not know what was asked of it.",
     "Go back and use the buttons on the page."},
    {"http.request_broken",
     "The request cannot be read.",
     "Nothing was changed. Go back and try again."},
    {"http.version", "The request uses a version of HTTP that is not spoken here.", "Use HTTP/1.1."
    },
    {"http.transfer_encoding",
     "The request's body is coded in a way that is not understood here.",
     "Send it with a length, or in chunks without another coding."},
    {"http.expectation",
     "The request expects something that cannot be promised.",
     "Send it without the Expect header."},
    {"http.header_too_large",
     "The browser sent more beside the request than is allowed.",
     "Clear the cookies of this site and try again."},
    {"http.header_timeout",
     "The request took too long to arrive.",
     "Nothing was changed. Check the connection and try again."},
    {"http.body_too_large",
     "What was sent is larger than is allowed here.",
     "Nothing was kept. Choose a smaller file, or send less at once."},
    {"http.body_timeout",
     "What was sent stopped arriving.",
     "Nothing was kept. Check the connection and try again."},
    {"http.body_broken",
     "What was sent did not arrive whole.",
     "Nothing was kept. Check the connection and try again."},
    {"http.media_type",
     "What was sent is of another kind than is expected here.",
     "Use the form on the page, or the content type that the documentation names."},
    {"http.form_broken",
     "The form did not arrive in a way that can be read.",
     "Nothing was changed. Go back and try again."},
    {"http.form_fields_too_many",
     "The form has more fields than are allowed.",
     "Nothing was changed. Go back and try again with fewer."},
    {"http.multipart_broken",
     "The file did not arrive in a way that can be read.",
     "Nothing was kept. Choose the file again and upload it."},
    {"http.multipart_head_too_large",
     "The name of the file or of a field is too long.",
     "Nothing was kept. Give the file a shorter name and upload it again."},
    {"http.multipart_parts_too_many",
     "More files or fields were sent than are allowed.",
     "Nothing was kept. Upload one file at a time."},
    {"http.unexpected_fault",
     "Sorry, something went wrong on our side.",
     "Try again. If it happens again, quote the reference on this page to your support."},
    {"pool.full",
     "The server has more work than it can do at the moment.",
     "Nothing was changed. Try again in a minute."},
};

}

std::span<const Sentence> http() {
    return table;
}

}
