#include "flow/send/parts.hpp"

#include "flow/send/sql.hpp"

namespace cohort::send {

PartsSay hear_parts(db::Snapshot& at, const AttemptKey& key) {
    PartsSay say;
    at.each(
        sql::list_parts,
        [&](const db::Row& row) {
            say.parts = row.integer(0);
            ++say.known;
            const std::string_view heard = row.text(1);
            say.delivered += heard == "delivered" ? 1 : 0;
            if (heard == "failed") {
                ++say.failed;
                if (say.reason.empty()) {
                    say.reason = row.text(2);
                }
            }
        },
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt
    );
    return say;
}

}
