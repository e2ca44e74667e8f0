#include "platform/net/memory_stream.hpp"

#include "platform/net/test_loop.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::net;
using namespace std::chrono_literals;

namespace {

Task<Result<std::string>>
read_memory(ByteStream* stream, Duration limit = std::chrono::seconds(10)) {
    std::string piece(100, '\0');
    COHORT_CO_TRY(size, co_await stream->read_some(std::span(piece.data(), piece.size()), limit));
    co_return piece.substr(0, size);
}

Task<Outcome>
write_memory(ByteStream* stream, std::string bytes, Duration limit = std::chrono::seconds(10)) {
    co_return co_await stream->write_all(bytes, limit);
}

}

TEST_CASE("memory: what one end writes the other reads, in pieces as small as it was told") {
    Loop loop;
    auto pair = MemoryStream::make_pair(loop.executor());
    pair.second->read_at_most(3);

    CHECK(loop.run(write_memory(pair.first.get(), "hello")).ok());
    CHECK(*loop.run(read_memory(pair.second.get())) == "hel");
    CHECK(*loop.run(read_memory(pair.second.get())) == "lo");
    CHECK(pair.first->written() == "hello");
}

TEST_CASE("memory: a read waits for the write") {
    Loop loop;
    auto pair = MemoryStream::make_pair(loop.executor());
    auto waiting = loop.spawn(read_memory(pair.second.get()));
    loop.poll();

    CHECK(loop.run(write_memory(pair.first.get(), "now")).ok());

    CHECK(*loop.wait(waiting) == "now");
}

TEST_CASE("memory: limits are kept, reading and writing") {
    Loop loop;
    auto pair = MemoryStream::make_pair(loop.executor());

    CHECK(loop.run(read_memory(pair.second.get(), 2ms)).error().code == ErrorCode("net.deadline"));
    pair.first->stall_writes(true);
    CHECK(
        loop.run(write_memory(pair.first.get(), "x", 2ms)).error().code == ErrorCode("net.deadline")
    );
    pair.first->stall_writes(false);
    CHECK(loop.run(write_memory(pair.first.get(), "x", 2ms)).ok());
    CHECK(
        loop.run(write_memory(pair.first.get(), std::string(1'000'000, 'x'), 2ms)).error().code
        == ErrorCode("net.deadline")
    );
}

TEST_CASE("memory: a break comes at its byte, and what was written before still arrives") {
    Loop loop;
    auto pair = MemoryStream::make_pair(loop.executor());
    pair.first->break_after_writing(3);

    CHECK(
        loop.run(write_memory(pair.first.get(), "hello")).error().code == ErrorCode("net.broken")
    );
    CHECK(*loop.run(read_memory(pair.second.get())) == "hel");
    CHECK(loop.run(read_memory(pair.second.get())).error().code == ErrorCode("net.broken"));
    CHECK(loop.run(write_memory(pair.second.get(), "x")).error().code == ErrorCode("net.broken"));
}

TEST_CASE("memory: the end is seen after everything written before it") {
    Loop loop;
    auto pair = MemoryStream::make_pair(loop.executor());
    CHECK(loop.run(write_memory(pair.first.get(), "last")).ok());

    loop.run(pair.first->close(1s));

    CHECK(*loop.run(read_memory(pair.second.get())) == "last");
    CHECK(loop.run(read_memory(pair.second.get()))->empty());
    CHECK(loop.run(read_memory(pair.first.get())).error().code == ErrorCode("net.closed"));
}
