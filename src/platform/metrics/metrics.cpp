#include "platform/metrics/metrics.hpp"

#include "base/ensure.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <stdexcept>

namespace cohort::metrics {

void Counter::add(double by) {
    inside_->Increment(by);
}

double Counter::value() const {
    return inside_->Value();
}

void Gauge::set(double value) {
    inside_->Set(value);
}

void Gauge::add(double by) {
    inside_->Increment(by);
}

double Gauge::value() const {
    return inside_->Value();
}

void Histogram::observe(double value) {
    inside_->Observe(value);
}

const std::vector<double>& duration_buckets() {
    static const std::vector<double> buckets{
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    return buckets;
}

struct Registry::Inside {
    prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
};

namespace {

prometheus::Labels labels_of(const Labels& labels) {
    return {labels.begin(), labels.end()};
}

template <class Make>
decltype(auto) or_bug(Make make) {
    try {
        return make();
    } catch (const std::invalid_argument& fault) {
        throw Bug(fault.what());
    }
}

}

Registry::Registry() : inside_(std::make_unique<Inside>()) {}

Registry::~Registry() = default;

Counter Registry::counter(const std::string& name, const std::string& help, const Labels& labels) {
    return or_bug([&] {
        auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(inside_->registry);
        return Counter(family.Add(labels_of(labels)));
    });
}

Gauge Registry::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return or_bug([&] {
        auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(inside_->registry);
        return Gauge(family.Add(labels_of(labels)));
    });
}

Histogram Registry::histogram(
    const std::string& name,
    const std::string& help,
    const Labels& labels,
    const std::vector<double>& buckets
) {
    return or_bug([&] {
        auto& family =
            prometheus::BuildHistogram().Name(name).Help(help).Register(inside_->registry);
        return Histogram(family.Add(labels_of(labels), buckets));
    });
}

std::string Registry::exposition() const {
    return prometheus::TextSerializer().Serialize(inside_->registry.Collect());
}

}
