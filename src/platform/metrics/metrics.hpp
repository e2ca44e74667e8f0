#pragma once
// Numbers for the operator, in Prometheus's text format. A metric is known by its name and labels;
// asking again gives the same one. Keep the handle: looking up takes a lock, counting does not.
//     metrics::Counter sent = registry.counter("cohort_messages_sent_total", "Messages given to a
//     gateway", {{"channel", "sms"}}); sent.add();
// Labels are from small fixed sets (channel, gateway, route pattern); nothing about a patient, no
// ids. Threads: any. Handles are cheap to copy and live as long as the registry.
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}

namespace cohort::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
public:
    // Requires: by >= 0.
    void add(double by = 1);
    double value() const;

private:
    friend class Registry;

    explicit Counter(prometheus::Counter& inside) : inside_(&inside) {}

    prometheus::Counter* inside_;
};

class Gauge {
public:
    void set(double value);
    void add(double by = 1);
    double value() const;

private:
    friend class Registry;

    explicit Gauge(prometheus::Gauge& inside) : inside_(&inside) {}

    prometheus::Gauge* inside_;
};

class Histogram {
public:
    void observe(double value);

private:
    friend class Registry;

    explicit Histogram(prometheus::Histogram& inside) : inside_(&inside) {}

    prometheus::Histogram* inside_;
};

// Seconds, from half a millisecond to half a minute.
const std::vector<double>& duration_buckets();

class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    // One name has one kind and one help text; a second kind is a Bug.
    Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram histogram(
        const std::string& name,
        const std::string& help,
        const Labels& labels = {},
        const std::vector<double>& buckets = duration_buckets()
    );

    // Content type: text/plain; version=0.0.4.
    std::string exposition() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}
