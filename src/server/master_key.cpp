#include "server/master_key.hpp"

#include "practice/sql.hpp"
#include "server/sql.hpp"

namespace cohort::server {
namespace {

constexpr std::string_view word = "Cohort";
constexpr practice::Place proof_place{"installation.key_proof", {1}};

std::optional<std::string> load_proof(db::Snapshot& at) {
    return at.one(sql::load_key_proof, [](const db::Row& row) {
        return std::string(row.bytes(0));
    });
}

// Nothing in it was written with any key.
Result<bool> is_new(db::Snapshot& at) {
    const auto any = [](const db::Row&) { return true; };
    return !load_proof(at) && !at.one(practice::sql::any_key, any);
}

}

Result<practice::Keyring>
open_master_key(db::Database& database, const std::filesystem::path& file, Random& random) {
    COHORT_TRY(new_here, database.read_now(is_new));
    if (new_here) {
        COHORT_CHECK(practice::Keyring::create_if_missing(file, random));
    }
    COHORT_TRY(keyring, practice::Keyring::load(file, random));
    const practice::Sealer& sealer = keyring.deployment();
    const auto read = [](db::Snapshot& at) -> Result<std::optional<std::string>> {
        return load_proof(at);
    };
    COHORT_TRY(proof, database.read_now(read));
    if (!proof) {
        const std::string ours = sealer.seal(word, proof_place);
        // Of two that come at once the first decides.
        const auto leave = [&ours](db::Transaction& tx) -> Result<std::optional<std::string>> {
            tx.run(sql::add_key_proof, db::Bytes{ours});
            return load_proof(tx);
        };
        COHORT_TRY(left, database.write_now(leave));
        proof = std::move(left);
    }
    if (!sealer.open(*proof, proof_place).ok()) {
        return Error{ErrorKind::invalid, "master_key.wrong"};
    }
    return keyring;
}

}
