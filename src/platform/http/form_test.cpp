#include "platform/http/form.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::http;

TEST_CASE("form: names and values are decoded, in order, repeated ones kept") {
    const Form form = Form::parse("a=1+2&b=%C3%A9&a=&c&=d").value();

    CHECK(*form.get("a") == "1 2");
    CHECK(form.all("a") == std::vector<std::string_view>{"1 2", ""});
    CHECK(form.text("b") == "é");
    CHECK(form.has("c"));
    CHECK(form.text("c").empty());
    CHECK(form.text("") == "d");
    CHECK_FALSE(form.get("missing"));
    CHECK(form.fields().size() == 5);
}

TEST_CASE("form: nothing is an empty form, and empty pieces are no fields") {
    CHECK(Form::parse("").value().fields().empty());
    CHECK(Form::parse("&&a=1&").value().fields().size() == 1);
}

TEST_CASE("form: a broken escape and too many fields are refused") {
    CHECK(Form::parse("a=%G0").error().code == ErrorCode("http.form_broken"));
    CHECK(Form::parse("a=%00").error().code == ErrorCode("http.form_broken"));
    CHECK(Form::parse("a&b&c", 2).error().code == ErrorCode("http.form_fields_too_many"));
    CHECK(Form::parse("a&b", 2).ok());
}

TEST_CASE("form: what is encoded parses to itself") {
    const bool held = rc::check(
        "parse(encoded(x)) == x",
        [](const std::vector<std::pair<std::string, std::string>>& fields) {
            Form form;
            for (const auto& [name, value] : fields) {
                if (name.find('\0') == std::string::npos && value.find('\0') == std::string::npos) {
                    form.add(name, value);
                }
            }
            RC_ASSERT(Form::parse(form.encoded()).value().fields() == form.fields());
        }
    );
    CHECK(held);
}
