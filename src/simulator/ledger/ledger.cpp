#include "simulator/ledger/ledger.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace cohort::simulator {

namespace {

constexpr std::uint64_t mark_every = 1000;
constexpr std::size_t read_bytes = 1U << 20U;

}

Ledger::Ledger(std::filesystem::path file, std::function<void()> durable)
    : file_(std::move(file)), on_durable_(std::move(durable)) {}

Result<std::unique_ptr<Ledger>> Ledger::open(
    std::filesystem::path file,
    const std::function<void(const Record&)>& each,
    std::function<void()> durable
) {
    std::unique_ptr<Ledger> ledger(new Ledger(std::move(file), std::move(durable)));
    COHORT_CHECK(ledger->load(each));
    ledger->writer_ = std::thread([raw = ledger.get()] { raw->run(); });
    return ledger;
}

Ledger::~Ledger() {
    if (writer_.joinable()) {
        commit();
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        writer_.join();
    }
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Outcome Ledger::load(const std::function<void(const Record&)>& each) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        return Error{
            ErrorKind::unavailable,
            "simulator.ledger.unopenable",
            std::generic_category().message(errno)
        };
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        return Error{ErrorKind::conflict, "simulator.ledger.in_use"};
    }
    std::string buffer;
    off_t at = 0;
    for (;;) {
        const std::size_t had = buffer.size();
        buffer.resize(had + read_bytes);
        const ssize_t got = ::pread(descriptor_, buffer.data() + had, read_bytes, at);
        if (got < 0) {
            return Error{
                ErrorKind::unavailable,
                "simulator.ledger.unopenable",
                std::generic_category().message(errno)
            };
        }
        buffer.resize(had + static_cast<std::size_t>(got));
        at += got;
        std::size_t begin = 0;
        for (auto end = buffer.find('\n'); end != std::string::npos;
             end = buffer.find('\n', begin)) {
            const auto record = read_line(std::string_view(buffer).substr(begin, end - begin));
            if (!record || record->n != last_ + 1) {
                return Error{
                    ErrorKind::internal,
                    "simulator.ledger.damaged",
                    "line " + std::to_string(last_ + 1)
                };
            }
            if (last_ % mark_every == 0) {
                marks_.push_back(bytes_);
            }
            last_ = record->n;
            bytes_ += end - begin + 1;
            begin = end + 1;
            each(*record);
        }
        buffer.erase(0, begin);
        if (got == 0) {
            break;
        }
    }
    // What is left has no end: a write that a crash tore.
    if (!buffer.empty() && ::ftruncate(descriptor_, static_cast<off_t>(bytes_)) != 0) {
        return Error{
            ErrorKind::unavailable,
            "simulator.ledger.unopenable",
            std::generic_category().message(errno)
        };
    }
    // Lines that were read may never have been synced by the process that wrote them; and a file
    // just made is in its folder only when the folder is synced.
    if (::fsync(descriptor_) != 0) {
        return Error{
            ErrorKind::unavailable,
            "simulator.ledger.unopenable",
            std::generic_category().message(errno)
        };
    }
    const auto folder = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
    if (const int held = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); held >= 0) {
        ::fsync(held);
        ::close(held);
    }
    durable_ = last_;
    committed_last_ = last_;
    return done();
}

std::uint64_t Ledger::append(Record& record) {
    if (last_ % mark_every == 0) {
        marks_.push_back(bytes_);
    }
    record.n = ++last_;
    const std::size_t before = appended_.size();
    append_line(appended_, record);
    bytes_ += appended_.size() - before;
    return record.n;
}

void Ledger::commit() {
    if (appended_.empty()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        committed_ += appended_;
        committed_last_ = last_;
    }
    appended_.clear();
    wake_.notify_one();
}

void Ledger::run() {
    std::string batch;
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !committed_.empty(); });
        if (committed_.empty()) {
            return;
        }
        batch.clear();
        batch.swap(committed_);
        const std::uint64_t upto = committed_last_;
        lock.unlock();
        if (failed() || !write_and_sync(batch)) {
            // After a refused sync the kernel may have dropped the pages: no later sync can be
            // believed.
            failed_.store(true, std::memory_order_release);
        } else {
            durable_.store(upto, std::memory_order_release);
        }
        if (on_durable_) {
            on_durable_();
        }
        lock.lock();
    }
}

bool Ledger::write_and_sync(std::string_view lines) const {
    while (!lines.empty()) {
        const ssize_t wrote = ::write(descriptor_, lines.data(), lines.size());
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        lines.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return ::fdatasync(descriptor_) == 0;
}

Result<std::string> Ledger::read_after(std::uint64_t after, std::size_t most) const {
    const std::uint64_t upto = durable();
    std::string out;
    if (after >= upto || most == 0) {
        return out;
    }
    std::uint64_t n = after / mark_every * mark_every; // the line before the one at the mark
    auto at = static_cast<off_t>(marks_[after / mark_every]);
    std::string buffer;
    while (n < upto && most > 0) {
        const std::size_t had = buffer.size();
        buffer.resize(had + read_bytes);
        const ssize_t got = ::pread(descriptor_, buffer.data() + had, read_bytes, at);
        if (got <= 0) {
            return Error{ErrorKind::unavailable, "simulator.ledger.unopenable"};
        }
        buffer.resize(had + static_cast<std::size_t>(got));
        at += got;
        std::size_t begin = 0;
        for (auto end = buffer.find('\n'); end != std::string::npos && n < upto && most > 0;
             end = buffer.find('\n', begin)) {
            if (++n > after) {
                out += out.empty() ? "" : ",\n";
                out.append(buffer, begin, end - begin);
                --most;
            }
            begin = end + 1;
        }
        buffer.erase(0, begin);
    }
    return out;
}

}
