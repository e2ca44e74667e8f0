#include "platform/db/postgresql/connection.hpp"

#include "base/failpoint.hpp"
#include "platform/db/postgresql/rewrite.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <charconv>

namespace cohort::db::postgresql {
namespace {

// The promise of write is that what was answered is durable, whatever the server's own default is.
// An idle transaction can only be one of ours that was forgotten with its process.
constexpr auto settings = "SET standard_conforming_strings = on;"
                          "SET TimeZone = 'UTC';"
                          "SET idle_in_transaction_session_timeout = '60s';"
                          "SET lock_timeout = '20s';"
                          "SELECT set_config('synchronous_commit', 'on', false)"
                          " WHERE current_setting('synchronous_commit') IN ('off', 'local')";

// Ask the server to send what it has every so often, or it would keep small answers in its buffer.
constexpr std::size_t flush_every = 64;

std::string_view field(const pg_result* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

bool is_good(const pg_result* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::int64_t rows_changed(pg_result* result) {
    if (std::string_view(PQcmdStatus(result)).starts_with("SELECT")) {
        return 0;
    }
    const std::string_view text = PQcmdTuples(result);
    std::int64_t changed = 0;
    std::from_chars(text.data(), text.data() + text.size(), changed);
    return changed;
}

// In ?1 + 1 the server takes ?1 for 32 bits, because the 1 is. Our integers have 64, so such
// parameters are asked for again as BIGINT, unless the text says CAST(?1 AS INTEGER). Returns
// whether there were any.
bool widen(std::vector<TypeId>& types, std::string_view text) {
    bool any = false;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const bool narrow = types[i] == types::int4 || types[i] == types::int2;
        if (narrow && !text.contains(fmt::format("CAST(?{} AS INTEGER)", i + 1))) {
            types[i] = types::int8;
            any = true;
        }
    }
    return any;
}

std::string one_line(std::string_view words) {
    std::string line(words.substr(0, 500));
    std::ranges::replace(line, '\n', ' ');
    return line;
}

}

void ResultDeleter::operator()(pg_result* result) const {
    PQclear(result);
}

PostgresqlConnection::PostgresqlConnection(const PostgresqlOptions& options)
    : answer_wait_max_(options.answer_wait_max) {
    // What follows dbname overrides what the conninfo says, what stands before it may be
    // overridden.
    const char* keywords[] = {
        "connect_timeout",
        "application_name",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "tcp_user_timeout",
        "target_session_attrs",
        "dbname",
        "client_encoding",
        nullptr
    };
    const char* values[] = {
        "2",
        "cohort",
        "10",
        "5",
        "3",
        "30000",
        "read-write",
        options.conninfo.c_str(),
        "UTF8",
        nullptr
    };
    handle_ = PQconnectdbParams(keywords, values, 1);
    try {
        if (PQstatus(handle_) != CONNECTION_OK || PQsetnonblocking(handle_, 1) != 0) {
            throw Failure(unavailable(one_line(PQerrorMessage(handle_))));
        }
        // Notices would go to stderr, and may hold values.
        PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
        execute("settings", settings);
    } catch (...) {
        PQfinish(handle_);
        throw;
    }
}

PostgresqlConnection::~PostgresqlConnection() {
    PQfinish(handle_);
}

std::int64_t
PostgresqlConnection::run(const Sql& sql, std::span<const Value> values, const OnRow& on_row) {
    send(sql, prepared(sql), values);
    const ResultPointer result = only_result(sql.name);
    check(result.get(), sql.name);
    if (on_row) {
        const int rows = PQntuples(result.get());
        for (int row = 0; row < rows; ++row) {
            on_row(PostgresqlRow(result.get(), row));
        }
    }
    return rows_changed(result.get());
}

// Reads while it writes: at most db_pipeline_max statements are unanswered, so that neither end
// waits for the other with both buffers full.
std::int64_t
PostgresqlConnection::run_many(const Sql& sql, std::size_t width, std::span<const Value> values) {
    COHORT_ENSURE(width > 0 && values.size() % width == 0, "values come in groups of width");
    const Prepared& statement = prepared(sql);
    if (PQenterPipelineMode(handle_) != 1) {
        lose(sql.name, "no pipeline");
    }
    const std::size_t groups = values.size() / width;
    std::size_t sent = 0;
    std::int64_t changed = 0;
    ResultPointer fault;
    try {
        for (std::size_t answered = 0; answered < groups && !fault; ++answered) {
            while (sent < groups && sent - answered < limits::db_pipeline_max) {
                send(sql, statement, values.subspan(sent * width, width));
                ++sent;
                if ((sent % flush_every == 0 || sent == groups)
                    && PQsendFlushRequest(handle_) != 1) {
                    lose(sql.name, "no flush");
                }
            }
            read_pipeline(sql, changed, fault);
        }
    } catch (...) {
        // Ours (a value that cannot be sent) or the line's: statements may be under way, so the
        // connection is of no more use, and the server rolls back.
        lost_ = true;
        throw;
    }
    end_pipeline(sql);
    if (fault) {
        check(fault.get(), sql.name);
    }
    return changed;
}

void PostgresqlConnection::prepare(const Sql& sql) {
    prepared(sql);
}

void PostgresqlConnection::execute(std::string_view name, const std::string& statements) {
    if (PQsendQuery(handle_, statements.c_str()) != 1) {
        lose(name, "not sent");
    }
    ResultPointer fault;
    while (ResultPointer result = next_result(name)) {
        if (!is_good(result.get()) && !fault) {
            fault = std::move(result);
        }
    }
    if (fault) {
        check(fault.get(), name);
    }
}

void PostgresqlConnection::begin(Access access) {
    worth_repeating_ = false;
    const char* statement = access == Access::read_only
                                ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    check(exchange("begin", statement).get(), "begin");
}

void PostgresqlConnection::commit() {
    COHORT_FAILPOINT("db_before_commit");
    const auto unknown = [](std::string_view why) {
        return Failure({ErrorKind::unavailable, "db.unknown_commit", std::string(why)});
    };
    ResultPointer result;
    try {
        result = exchange("commit", "COMMIT");
    } catch (const Failure& failure) {
        throw unknown(failure.error().detail);
    }
    if (is_good(result.get())) {
        // The server answers COMMIT with ROLLBACK when a statement had failed before.
        if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
            fail(unavailable("commit: the server rolled back"));
        }
        return;
    }
    const Error error = judge(result.get(), "commit");
    if (lost_) {
        // The server was told to go while it waited for the disk or for a standby.
        throw unknown(error.detail);
    }
    fail(error);
}

void PostgresqlConnection::roll_back() noexcept {
    if (lost_) {
        return;
    }
    try {
        check(exchange("rollback", "ROLLBACK").get(), "rollback");
    } catch (const std::exception&) {
        lost_ = true; // and so the server rolls back
    }
}

const PostgresqlConnection::Prepared& PostgresqlConnection::prepared(const Sql& sql) {
    const auto found = statements_.find(&sql);
    if (found != statements_.end() && found->second.text == sql.postgresql) {
        return found->second;
    }
    Prepared statement;
    statement.text = sql.postgresql;
    prepare_as(statement, sql.name);
    if (widen(statement.types, sql.postgresql)) {
        prepare_as(statement, sql.name);
    }
    return statements_.insert_or_assign(&sql, std::move(statement)).first->second;
}

// Types that are given are asked for; those that are not, or 0, are the server's to infer. All are
// known after it.
void PostgresqlConnection::prepare_as(Prepared& statement, std::string_view name) {
    statement.name = fmt::format("s{}", ++prepared_count_);
    const std::string text = rewrite_parameters(statement.text);
    const int prepared = PQsendPrepare(
        handle_,
        statement.name.c_str(),
        text.c_str(),
        static_cast<int>(statement.types.size()),
        statement.types.data()
    );
    if (prepared != 1) {
        lose(name, "not sent");
    }
    check(only_result(name).get(), name);
    if (PQsendDescribePrepared(handle_, statement.name.c_str()) != 1) {
        lose(name, "not sent");
    }
    const ResultPointer described = only_result(name);
    check(described.get(), name);
    statement.types.clear();
    for (int i = 0; i < PQnparams(described.get()); ++i) {
        statement.types.push_back(PQparamtype(described.get(), i));
    }
}

ResultPointer PostgresqlConnection::exchange(std::string_view name, const char* statement) {
    if (PQsendQuery(handle_, statement) != 1) {
        lose(name, "not sent");
    }
    return only_result(name);
}

void PostgresqlConnection::send(
    const Sql& sql, const Prepared& statement, std::span<const Value> values
) {
    COHORT_ENSURE(
        statement.types.size() == values.size(),
        "a statement gets as many values as it has parameters"
    );
    const std::string fault = parameters_.set(statement.types, values);
    if (!fault.empty()) {
        fail({ErrorKind::internal, "db.refused", fmt::format("{}: {}", sql.name, fault)});
    }
    const int sent = PQsendQueryPrepared(
        handle_,
        statement.name.c_str(),
        static_cast<int>(values.size()),
        parameters_.values(),
        parameters_.lengths(),
        parameters_.formats(),
        1
    );
    if (sent != 1) {
        lose(sql.name, "not sent");
    }
}

ResultPointer PostgresqlConnection::only_result(std::string_view name) {
    ResultPointer first = next_result(name);
    if (!first) {
        lose(name, "no answer");
    }
    while (next_result(name)) {
        // libpq is ready for the next statement only after the null that ends this one.
    }
    return first;
}

ResultPointer PostgresqlConnection::next_result(std::string_view name) {
    const Deadline until = deadline();
    while (true) {
        const int unsent = PQflush(handle_);
        if (unsent < 0) {
            lose(name, "the connection was lost");
        }
        if (PQisBusy(handle_) == 0) {
            return ResultPointer(PQgetResult(handle_));
        }
        await_socket(name, until);
    }
}

void PostgresqlConnection::await_socket(std::string_view name, Deadline until) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
    if (PQflush(handle_) == 1) {
        socket.events |= POLLOUT;
    }
    if (left.count() <= 0) {
        lose(name, "no answer in time");
    }
    const int ready = ::poll(&socket, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) {
        lose(name, "poll");
    }
    if (ready > 0 && (socket.revents & ~POLLOUT) != 0 && PQconsumeInput(handle_) != 1) {
        lose(name, "the connection was lost");
    }
}

// Each statement of a pipeline is answered by one result and a null.
void PostgresqlConnection::read_pipeline(
    const Sql& sql, std::int64_t& changed, ResultPointer& fault
) {
    ResultPointer result = next_result(sql.name);
    if (!result) {
        lose(sql.name, "no answer");
    }
    if (is_good(result.get())) {
        changed += rows_changed(result.get());
    } else {
        fault = std::move(result);
    }
    while (next_result(sql.name)) {
    }
}

void PostgresqlConnection::end_pipeline(const Sql& sql) {
    if (PQpipelineSync(handle_) != 1) {
        lose(sql.name, "no pipeline end");
    }
    // After a fault the statements still under way are answered one by one as aborted.
    ExecStatusType status = PGRES_COMMAND_OK;
    while (status != PGRES_PIPELINE_SYNC) {
        const ResultPointer result = next_result(sql.name);
        if (!result && PQstatus(handle_) != CONNECTION_OK) {
            lose(sql.name, "the connection was lost");
        }
        status = result ? PQresultStatus(result.get()) : status;
    }
    if (PQexitPipelineMode(handle_) != 1) {
        lose(sql.name, "the pipeline does not end");
    }
}

void PostgresqlConnection::check(const pg_result* result, std::string_view name) {
    if (!is_good(result)) {
        fail(judge(result, name));
    }
}

// The classes are those of PostgreSQL 15, appendix A. Its words may quote values ("invalid input
// syntax …"), so only those about a statement's own text (class 42) are passed on.
Error PostgresqlConnection::judge(const pg_result* result, std::string_view name) {
    const std::string_view state = field(result, PG_DIAG_SQLSTATE);
    const std::string_view severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const std::string_view group = state.substr(0, 2);
    if (state.empty() || severity == "FATAL" || severity == "PANIC"
        || PQstatus(handle_) != CONNECTION_OK) {
        lost_ = true;
    }
    const bool stale_plan = state == "0A000" && !statements_.empty();
    worth_repeating_ = state == "40001" || state == "40P01" || stale_plan;
    if (stale_plan) {
        statements_.clear();
    }
    std::string detail = fmt::format("{}: SQLSTATE {}", name, state);
    if (group == "23") {
        detail += fmt::format(" {}", field(result, PG_DIAG_CONSTRAINT_NAME));
    }
    if (group == "42") {
        detail += fmt::format(": {}", one_line(field(result, PG_DIAG_MESSAGE_PRIMARY)));
    }
    if (state == "23505") {
        return {ErrorKind::conflict, "db.conflict", std::move(detail)};
    }
    for (const std::string_view passing : {"08", "40", "53", "55", "57", "58", "XX"}) {
        if (group == passing) {
            return unavailable(std::move(detail));
        }
    }
    if (lost_ || worth_repeating_) {
        return unavailable(std::move(detail));
    }
    return {ErrorKind::internal, "db.refused", std::move(detail)};
}

void PostgresqlConnection::lose(std::string_view name, std::string_view why) {
    lost_ = true;
    fail(unavailable(fmt::format("{}: {}", name, why)));
}

}
