#pragma once
// What every benchmark prints beside its figures: this machine is shared, and only ratios of one
// run can be compared.
#include <chrono>
#include <vector>

namespace cohort::bench {

// What main returns: run's, or 1 and the fault's words. Faults are caught, so that the programs which
// were started end with this one.
int run_program(const char* name, int (*run)(int, char**), int argc, char** argv);

double seconds_since(std::chrono::steady_clock::time_point start);
double median(std::vector<double> values);
// The value below which this share of all lies, for example 0.99.
double quantile(std::vector<double> values, double share);
// What one durable write costs on this disk, now: the median of 200 times 4 KiB and fdatasync.
double sync_milliseconds();

}
