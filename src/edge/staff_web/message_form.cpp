#include "edge/staff_web/message_form.hpp"

#include "edge/staff_web/fields.hpp"

#include <array>
#include <charconv>

namespace cohort::staff_web {
namespace {

std::optional<int> number_of(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos) {
        return std::nullopt;
    }
    text = text.substr(first, text.find_last_not_of(' ') - first + 1);
    int number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::string two_digits(long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}

MessageForm read_message_form(const http::Form& form) {
    return {
        .channel = domain::parse_channel(form.text("channel")).value_or(domain::Channel::sms),
        .subject = read_line(form.text("subject")),
        .text = read_lines(form.text("text")),
        .later = form.text("timing") == "later",
        .day = std::string(form.text("day")),
        .month = std::string(form.text("month")),
        .year = std::string(form.text("year")),
        .hour = std::string(form.text("hour")),
        .minute = std::string(form.text("minute"))
    };
}

MessageForm form_of(const compose::Content& content) {
    MessageForm form{
        .channel = content.channel,
        .subject = content.subject,
        .text = content.text,
        .later = content.later.has_value()
    };
    if (content.later) {
        const domain::LocalTime local = domain::to_london(*content.later);
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const std::chrono::year_month_day date{day};
        const std::chrono::hh_mm_ss time{local - day};
        form.day = std::to_string(static_cast<unsigned>(date.day()));
        form.month = std::to_string(static_cast<unsigned>(date.month()));
        form.year = std::to_string(static_cast<int>(date.year()));
        form.hour = two_digits(time.hours().count());
        form.minute = two_digits(time.minutes().count());
    }
    return form;
}

Result<domain::LocalReading> read_time(const MessageForm& form) {
    std::array<int, 5> numbers{};
    std::size_t at = 0;
    bool any = false;
    bool all = true;
    for (const std::string* field :
         {&form.year, &form.month, &form.day, &form.hour, &form.minute}) {
        any = any || !field->empty();
        const auto number = number_of(*field);
        all = all && number.has_value();
        numbers[at++] = number.value_or(0);
    }
    if (!any) {
        return invalid("time.missing");
    }
    if (!all) {
        return invalid("time.unreadable");
    }
    COHORT_TRY(
        local, domain::make_local_time(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    );
    return domain::read_london(local);
}

}
