#pragma once
// What every benchmark prints beside its figures: this machine is shared, and only ratios of one
// run can be compared.
#include <chrono>
#include <vector>

namespace cohort::bench {

double seconds_since(std::chrono::steady_clock::time_point start);
double median(std::vector<double> values);
// The value below which this share of all lies, for example 0.99.
double quantile(std::vector<double> values, double share);
// What one durable write costs on this disk, now: the median of 200 times 4 KiB and fdatasync.
double sync_milliseconds();

}
