#include "platform/log/log.hpp"

#include "platform/log/json_line.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <utility>

namespace cohort::log {

namespace {

std::atomic<Level> level_least = Level::info;

std::mutex capture_mutex;
std::function<void(std::string_view)> capture;
std::atomic<bool> captured = false;

spdlog::logger& standard_error() {
    // Never destroyed: threads may log while the process ends. The line is finished before spdlog
    // sees it; its pattern only passes it on.
    static spdlog::logger& logger = *[] {
        auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        auto made = std::make_unique<spdlog::logger>("cohort", std::move(sink));
        made->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
        made->set_level(spdlog::level::trace);
        made->set_error_handler([](const std::string&) {});
        return made.release();
    }();
    return logger;
}

bool give_to_capture(std::string_view line) {
    if (!captured.load(std::memory_order_acquire)) {
        return false;
    }
    const std::scoped_lock lock(capture_mutex);
    if (!capture) {
        return false;
    }
    capture(line);
    return true;
}

}

void write(Level level, std::string_view event, Fields fields) noexcept {
    if (level < level_least.load(std::memory_order_relaxed)) {
        return;
    }
    try {
        const std::string line =
            json_line(SystemClock().now(), level, event, std::span(fields.begin(), fields.size()));
        if (!give_to_capture(line)) {
            standard_error().log(spdlog::level::info, spdlog::string_view_t(line));
        }
    } catch (...) { // NOLINT(bugprone-empty-catch)
        // Out of memory or standard error is gone: the work matters more than its log.
    }
}

void set_level(Level level) noexcept {
    level_least = level;
}

Result<Level> parse_level(std::string_view text) {
    if (text == "debug") {
        return Level::debug;
    }
    if (text == "info") {
        return Level::info;
    }
    if (text == "warn") {
        return Level::warn;
    }
    if (text == "error") {
        return Level::error;
    }
    return invalid("log.level_unknown");
}

Capture::Capture(std::function<void(std::string_view line)> on_line) {
    const std::scoped_lock lock(capture_mutex);
    capture = std::move(on_line);
    captured.store(true, std::memory_order_release);
}

Capture::~Capture() {
    const std::scoped_lock lock(capture_mutex);
    captured.store(false, std::memory_order_release);
    capture = nullptr;
}

}
