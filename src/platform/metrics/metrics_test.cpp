#include "platform/metrics/metrics.hpp"

#include "base/ensure.hpp"

#include <doctest/doctest.h>

using namespace cohort;

TEST_CASE("metrics: asking twice for the same name and labels gives the same counter") {
    metrics::Registry registry;
    registry.counter("sent_total", "Sent", {{"channel", "sms"}}).add(2);
    registry.counter("sent_total", "Sent", {{"channel", "sms"}}).add();

    CHECK(registry.counter("sent_total", "Sent", {{"channel", "sms"}}).value() == 3);
    CHECK(registry.counter("sent_total", "Sent", {{"channel", "email"}}).value() == 0);
}

TEST_CASE("metrics: the exposition names every metric with its help, labels and value") {
    metrics::Registry registry;
    registry.counter("sent_total", "Sent to a gateway", {{"channel", "sms"}}).add(7);
    registry.gauge("waiting", "Waiting").set(4);
    registry.histogram("seconds", "Time taken", {}, {0.1, 1}).observe(0.5);

    const std::string text = registry.exposition();

    CHECK(text.find("# HELP sent_total Sent to a gateway\n") != std::string::npos);
    CHECK(text.find("sent_total{channel=\"sms\"} 7") != std::string::npos);
    CHECK(text.find("waiting 4") != std::string::npos);
    CHECK(text.find("seconds_bucket{le=\"0.1\"} 0\n") != std::string::npos);
    CHECK(text.find("seconds_bucket{le=\"1\"} 1\n") != std::string::npos);
}

TEST_CASE("metrics: one name cannot be two kinds") {
    metrics::Registry registry;
    registry.counter("sent_total", "Sent");

    CHECK_THROWS_AS(registry.gauge("sent_total", "Sent"), Bug);
}
