#pragma once
// The hours in which a practice lets messages leave, in London time.
#include "base/clock.hpp"
#include "base/result.hpp"

#include <bitset>
#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace cohort::domain {

class SendWindow {
public:
    static SendWindow always() { return SendWindow{}; }

    // 'always', or days and hours: 'mon-fri 08:00-20:00', 'mon,wed,sat 09:00-12:30', 'mon-sun
    // 00:00-24:00'. Closed on bank holidays unless it ends with ' holidays'. Errors:
    // send_window.unreadable, send_window.empty (no day, or it does not close after it opens).
    static Result<SendWindow> parse(std::string_view text);

    // What parse reads back as the same window.
    std::string text() const;
    // For people: 'Monday to Friday, 8am to 8pm, not on bank holidays'; 'At any time'.
    std::string spelled() const;

    bool is_always() const { return always_; }

    friend bool operator==(const SendWindow&, const SendWindow&) = default;

private:
    friend bool is_open(TimePoint, const SendWindow&, std::span<const std::chrono::year_month_day>);
    friend TimePoint
    next_opening(TimePoint, const SendWindow&, std::span<const std::chrono::year_month_day>);
    friend TimePoint
    closing_of_next_day(TimePoint, const SendWindow&, std::span<const std::chrono::year_month_day>);

    SendWindow() = default;

    bool open_on(std::chrono::local_days day, std::span<const std::chrono::year_month_day>) const;

    bool always_ = true;
    std::bitset<7> days_; // from Monday
    std::chrono::minutes opens_{0};
    std::chrono::minutes closes_{0}; // exclusive; 24 h is midnight
    bool on_holidays_ = false;
};

bool is_open(
    TimePoint now, const SendWindow& window, std::span<const std::chrono::year_month_day> holidays
);

// `now` where it is open, else the first instant at which it opens.
TimePoint next_opening(
    TimePoint now, const SendWindow& window, std::span<const std::chrono::year_month_day> holidays
);

// When the first day after this one on which it opens closes: a message that starts now has until
// then. The end of that day where it is always open.
TimePoint closing_of_next_day(
    TimePoint now, const SendWindow& window, std::span<const std::chrono::year_month_day> holidays
);

// England's bank holidays, 2026 to 2028, in order (gov.uk/bank-holidays and the Banking and
// Financial Dealings Act 1971).
std::span<const std::chrono::year_month_day> england_bank_holidays();

}
