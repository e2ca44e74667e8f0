#pragma once
// A connection as a protocol sees it: bytes in order, each wait with its limit. Made by connect
// (connect.hpp), a Listener (listen.hpp) or memory_pair (memory_stream.hpp). Threads: use a stream
// on its executor() only. One read and one write may be under way together, not two of either.
// Cancelling the coroutine that waits (net::within) cancels the read or write.
// Errors, all of kind unavailable: net.deadline, net.closed (we closed it), net.cancelled,
// net.broken (the peer or the network did, or TLS failed). The detail is the system's words: for
// the log.
#include "base/result.hpp"
#include "platform/net/deadline.hpp"
#include "platform/net/task.hpp"

#include <span>
#include <string>
#include <string_view>

namespace cohort::net {

class ByteStream {
public:
    virtual ~ByteStream() = default;

    // Between 1 and into.size() bytes; 0 says that the peer will send no more. After net.deadline
    // nothing is lost and the read may be repeated. Requires: into is not empty and outlives the
    // call.
    virtual Task<Result<std::size_t>> read_some(std::span<char> into, Duration limit) = 0;

    // All of them, or an error after which an unknown part has left and nothing more may be
    // written. Requires: bytes outlives the call.
    virtual Task<Outcome> write_all(std::string_view bytes, Duration limit) = 0;

    // Says a polite end (TLS close_notify, TCP FIN), waiting at most `limit`, then closes. May be
    // repeated.
    virtual Task<void> close(Duration limit) = 0;

    // Closes at once; a waiting read or write ends with net.closed.
    virtual void abort() noexcept = 0;

    // Tells the peer that no more will be written; reading goes on. (On TLS it does what
    // close_notify can.)
    virtual Task<Outcome> finish_writing(Duration limit) = 0;

    virtual Executor executor() = 0;
    // The peer's address without its port: "127.0.0.1"; "memory" in tests.
    virtual std::string peer_address() const = 0;
    virtual bool encrypted() const = 0;
};

}
