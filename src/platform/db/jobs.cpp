#include "platform/db/jobs.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>

namespace cohort::db {

namespace asio = boost::asio;

void EngineConnection::fail(const Error& error) {
    if (!failure_) {
        failure_ = error;
    }
    if (error.kind == ErrorKind::conflict) {
        throw Conflict(error);
    }
    throw Failure(error);
}

WriteEnd run_write(const WriteWork& work, EngineConnection& connection) {
    connection.forget_failure();
    try {
        Transaction transaction(connection);
        const bool keep = work(transaction);
        if (keep && connection.failure()) {
            return {false, {.outcome = *connection.failure()}};
        }
        return {keep, {}};
    } catch (const Failure& failure) {
        return {false, {.outcome = failure.error()}};
    } catch (...) {
        return {false, {.exception = std::current_exception()}};
    }
}

Verdict run_read(const ReadWork& work, EngineConnection& connection) {
    connection.forget_failure();
    try {
        Snapshot snapshot(connection);
        work(snapshot);
        if (connection.failure()) {
            return {.outcome = *connection.failure()};
        }
        return {};
    } catch (const Failure& failure) {
        return {.outcome = failure.error()};
    } catch (...) {
        return {.exception = std::current_exception()};
    }
}

Error unavailable(std::string detail) {
    return {ErrorKind::unavailable, "db.unavailable", std::move(detail)};
}

Task<Outcome> await_answer(std::move_only_function<void(Answer)> start) {
    using Start = std::move_only_function<void(Answer)>;
    auto initiate = [](auto handler, Start start_job) {
        // Tracked, or the caller's loop might end for want of work while a database thread has the
        // job.
        auto executor = asio::prefer(
            asio::any_io_executor(asio::get_associated_executor(handler)),
            asio::execution::outstanding_work.tracked
        );
        start_job([handler = std::move(handler), executor](Verdict verdict) mutable {
            asio::post(
                executor,
                [handler = std::move(handler), verdict = std::move(verdict)]() mutable {
                    std::move(handler)(verdict.exception, std::move(verdict.outcome));
                }
            );
        });
    };
    using Token = const asio::use_awaitable_t<>;
    using Signature = void(std::exception_ptr, Outcome);
    co_return co_await asio::async_initiate<Token, Signature>(
        initiate, asio::use_awaitable, std::move(start)
    );
}

Outcome wait_for_answer(std::move_only_function<void(Answer)> start) {
    std::promise<Verdict> promise;
    auto future = promise.get_future();
    start([promise = std::move(promise)](Verdict verdict) mutable {
        promise.set_value(std::move(verdict));
    });
    Verdict verdict = future.get();
    if (verdict.exception) {
        std::rethrow_exception(verdict.exception);
    }
    return std::move(verdict.outcome);
}

}
