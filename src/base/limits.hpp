#pragma once
// The platform's limits: every queue, body, page and wait has one. The business's are in
// domain/limits.hpp.
#include <chrono>
#include <cstddef>

namespace cohort::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t http_header_bytes_max = 16 * 1024;
inline constexpr std::size_t http_form_bytes_max = 256 * 1024;
inline constexpr auto http_header_wait_max = 10s;
inline constexpr auto http_body_wait_max = 60s; // between two pieces of a body
// What a body must bring on the whole, beyond one pause: a byte now and then holds nothing for
// ever.
inline constexpr std::size_t http_body_bytes_a_second_min = 8 * 1024;
inline constexpr auto http_write_wait_max = 30s; // a reader this slow is let go
inline constexpr auto http_idle_max = 60s;
inline constexpr std::size_t http_connections_max = 20'000;

// A group commit waits for nothing; it takes what is in line, at most this many.
inline constexpr std::size_t db_group_commit_max = 256;
inline constexpr std::size_t db_queue_max = 10'000;
// A libpq pipeline that only writes can block both ends, so it is read at least this often.
inline constexpr std::size_t db_pipeline_max = 256;

}
