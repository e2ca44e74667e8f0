#pragma once
// The statements of these tests, the same text for both engines.
#include "platform/db/sql.hpp"

namespace cohort::conformance {

#define COHORT_STATEMENT(name, text)                                                               \
    inline const db::Sql name {                                                                    \
        #name, text, text                                                                          \
    }

COHORT_STATEMENT(
    add_item, "INSERT INTO items (item_id, number, words, sealed) VALUES (?1, ?2, ?3, ?4)"
);
COHORT_STATEMENT(
    put_item,
    "INSERT INTO items (item_id, words) VALUES (?1, ?2)"
    " ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words"
);
COHORT_STATEMENT(read_item, "SELECT number, words, sealed FROM items WHERE item_id = ?1");
COHORT_STATEMENT(count_items, "SELECT COUNT(*) FROM items");
COHORT_STATEMENT(sum_items, "SELECT SUM(number) FROM items");
COHORT_STATEMENT(set_numbers, "UPDATE items SET number = ?1 WHERE item_id <= ?2");
COHORT_STATEMENT(
    claim_items,
    "UPDATE items SET number = number + 1 WHERE item_id <= ?1 RETURNING item_id, number"
);
COHORT_STATEMENT(delete_item, "DELETE FROM items WHERE item_id = ?1");
COHORT_STATEMENT(item_numbers, "SELECT item_id, number FROM items ORDER BY item_id");
COHORT_STATEMENT(add_counter, "INSERT INTO counters (label, count) VALUES (?1, ?2)");
COHORT_STATEMENT(raise_counter, "UPDATE counters SET count = count + ?2 WHERE label = ?1");
COHORT_STATEMENT(
    put_counter,
    "INSERT INTO counters (label, count) VALUES (?1, ?2)"
    " ON CONFLICT (label) DO UPDATE SET count = EXCLUDED.count"
);
COHORT_STATEMENT(drop_counter, "DELETE FROM counters WHERE label = ?1");
COHORT_STATEMENT(read_counter, "SELECT count FROM counters WHERE label = ?1");
COHORT_STATEMENT(all_counters, "SELECT label, count FROM counters ORDER BY label");
COHORT_STATEMENT(clear_counters, "DELETE FROM counters");
COHORT_STATEMENT(nonsense, "SELECT nothing FROM nowhere WHERE a = ?1");

#undef COHORT_STATEMENT

inline auto integer_of = [](const auto& row) { return row.integer(0); };

}
