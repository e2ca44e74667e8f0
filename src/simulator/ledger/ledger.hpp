#pragma once
// The witness: an append-only file with one JSON object a line. A record is on disk (fdatasync)
// before anything that depends on it leaves the process; many records share one sync. After a crash
// the file ends with a whole line or with a torn one, which open() cuts off: nobody was answered
// for it. Threads: append, commit and read_after from one thread; a thread of its own writes.
#include "base/result.hpp"
#include "simulator/ledger/record.hpp"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cohort::simulator {

class Ledger {
public:
    // `each` sees every record already there, in order; `durable` is called on the ledger's own
    // thread after each sync, and once more if the disk refuses. Errors:
    // simulator.ledger.unopenable, simulator.ledger.damaged (a line before the last is unreadable),
    // simulator.ledger.in_use (another process has it).
    static Result<std::unique_ptr<Ledger>> open(
        std::filesystem::path file,
        const std::function<void(const Record&)>& each,
        std::function<void()> durable
    );

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    // Writes and syncs what was appended.
    ~Ledger();

    // Gives the record its number. It is on its way to the disk only after commit().
    std::uint64_t append(Record& record);
    void commit();

    std::uint64_t last() const { return last_; }

    std::uint64_t durable() const { return durable_.load(std::memory_order_acquire); }

    // The disk refused. Nothing more becomes durable, so nothing more may be answered.
    bool failed() const { return failed_.load(std::memory_order_acquire); }

    // Up to `most` durable lines after number `after`, as the inside of a JSON array (may be
    // empty).
    Result<std::string> read_after(std::uint64_t after, std::size_t most) const;

private:
    Ledger(std::filesystem::path file, std::function<void()> durable);
    Outcome load(const std::function<void(const Record&)>& each);
    void run();
    bool write_and_sync(std::string_view lines) const;

    std::filesystem::path file_;
    std::function<void()> on_durable_;
    int descriptor_ = -1;
    std::uint64_t last_ = 0;
    std::uint64_t bytes_ = 0;
    std::vector<std::uint64_t> marks_; // where line 1, 1001, 2001, … begins

    std::atomic<std::uint64_t> durable_ = 0;
    std::atomic<bool> failed_ = false;

    std::string appended_; // touched only by the appending thread
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string committed_;
    std::uint64_t committed_last_ = 0;
    bool stopping_ = false;
    std::thread writer_;
};

}
