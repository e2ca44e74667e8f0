#include "platform/db/migrate.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <charconv>

namespace cohort::db {
namespace {

std::string sha256_hex(std::string_view bytes) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += fmt::format("{:02x}", byte);
    }
    return hex;
}

}

std::vector<Migration> read_migrations(std::span<const EmbeddedFile> files) {
    std::vector<Migration> migrations;
    for (const EmbeddedFile& file : files) {
        const std::string_view name = file.path.substr(file.path.rfind('/') + 1);
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), number);
        COHORT_ENSURE(
            fault == std::errc{} && end == name.data() + 4 && number > 0 && name.size() > 9
                && name[4] == '_' && name.ends_with(".sql"),
            "a migration is named NNNN_name.sql"
        );
        migrations.push_back(
            {number, std::string(name), sha256_hex(file.bytes), std::string(file.bytes)}
        );
    }
    std::ranges::sort(migrations, {}, &Migration::number);
    const auto twice = std::ranges::adjacent_find(migrations, {}, &Migration::number);
    COHORT_ENSURE(twice == migrations.end(), "two migrations have one number");
    return migrations;
}

Result<std::vector<Migration>>
missing_migrations(std::vector<Migration> known, const std::vector<AppliedMigration>& applied) {
    std::int64_t newest_applied = 0;
    for (const AppliedMigration& was : applied) {
        newest_applied = std::max(newest_applied, was.number);
        if (known.empty() || was.number > known.back().number) {
            return Error{ErrorKind::conflict, "db.newer_schema", was.name};
        }
        const auto now = std::ranges::find(known, was.number, &Migration::number);
        if (now == known.end() || now->name != was.name || now->sha256 != was.sha256) {
            return Error{ErrorKind::conflict, "db.migration_changed", was.name};
        }
    }
    std::erase_if(known, [&](const Migration& migration) {
        return std::ranges::find(applied, migration.number, &AppliedMigration::number)
               != applied.end();
    });
    if (!known.empty() && known.front().number < newest_applied) {
        return Error{ErrorKind::conflict, "db.migration_changed", known.front().name};
    }
    return known;
}

Error migration_failed(const Migration& migration, const Error& why) {
    return {
        ErrorKind::internal,
        "db.migration_failed",
        fmt::format("{}: {}: {}", migration.name, why.code.text(), why.detail)
    };
}

}
