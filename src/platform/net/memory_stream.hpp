#pragma once
// Two ends of a connection without a network, for tests and simulation: what one writes the other
// reads. Each end can be told to misbehave. Limits are real time on the executor's timers.
#include "platform/net/byte_stream.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace cohort::net {

class MemoryStream final : public ByteStream {
public:
    struct Pair;
    struct Wire;

    // Both ends on `executor`, which must run one handler at a time (one thread or a strand).
    static Pair make_pair(Executor executor);
    ~MemoryStream() override;

    // This end's reads return at most so many bytes at once.
    void read_at_most(std::size_t bytes) { read_max_ = bytes; }

    // After this end has written so many more bytes the connection breaks, for both ends, in the
    // middle of a write.
    void break_after_writing(std::size_t bytes) { break_after_ = bytes; }

    // While stalled, this end's writes wait until the limit, as with a peer that does not read.
    void stall_writes(bool stalled) { stalled_ = stalled; }

    // Everything this end has written so far.
    const std::string& written() const { return written_; }

    Task<Result<std::size_t>> read_some(std::span<char> into, Duration limit) override;
    Task<Outcome> write_all(std::string_view bytes, Duration limit) override;
    Task<void> close(Duration limit) override;
    void abort() noexcept override;
    Task<Outcome> finish_writing(Duration limit) override;
    Executor executor() override;

    std::string peer_address() const override { return "memory"; }

    bool encrypted() const override { return false; }

private:
    MemoryStream(std::shared_ptr<Wire> in, std::shared_ptr<Wire> out, Executor executor);

    std::shared_ptr<Wire> in_;
    std::shared_ptr<Wire> out_;
    Executor executor_;
    std::string written_;
    std::size_t read_max_ = static_cast<std::size_t>(-1);
    std::size_t break_after_ = static_cast<std::size_t>(-1);
    bool stalled_ = false;
    bool closed_ = false;
};

struct MemoryStream::Pair {
    std::unique_ptr<MemoryStream> first;
    std::unique_ptr<MemoryStream> second;
};

}
