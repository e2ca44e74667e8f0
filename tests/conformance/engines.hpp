#pragma once
// Every conformance test runs on both engines: each gets an empty database of its own, migrated
// with `migrations`.
#include "platform/db/database.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cohort::conformance {

enum class Engine { sqlite, postgresql };

// The tables of these tests: items (values of each kind) and counters (a key, a count that is never
// negative).
std::span<const EmbeddedFile> test_migrations(Engine engine);

class Bench {
public:
    explicit Bench(Engine engine);
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench();

    Engine engine() const { return engine_; }

    // Opened on first use.
    db::Database& database();

    void close() { database_.reset(); }

    // Opens beside what is open already; the result is the caller's.
    Result<std::unique_ptr<db::Database>> open(db::Migrations migrations);

    const std::string& place() const {
        return place_;
    } // SQLite: the file; PostgreSQL: the conninfo

private:
    Engine engine_;
    std::string folder_;
    std::string place_;
    std::unique_ptr<db::Database> database_;
};

void for_each_engine(const std::function<void(Bench&)>& test);

}
