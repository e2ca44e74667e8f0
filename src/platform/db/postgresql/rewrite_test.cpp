#include "platform/db/postgresql/rewrite.hpp"

#include <doctest/doctest.h>

namespace cohort::db::postgresql {
namespace {

TEST_CASE("rewrite_parameters: only parameters change") {
    struct Case {
        const char* label;
        const char* from;
        const char* to;
    };

    const Case cases[] = {
        {"none", "SELECT 1", "SELECT 1"},
        {"empty", "", ""},
        {"two, out of order", "a = ?2 AND b = ?1", "a = $2 AND b = $1"},
        {"two digits", "?10+?1", "$10+$1"},
        {"at the end", "LIMIT ?3", "LIMIT $3"},
        {"a lone question mark", "a ? b ?| c ?", "a ? b ?| c ?"},
        {"quoted", "'?1' || ?1", "'?1' || $1"},
        {"doubled quote", "'it''s ?1' || ?2", "'it''s ?1' || $2"},
        {"backslash in a plain string", "'\\' || ?1", "'\\' || $1"},
        {"escape string", "E'\\'?1' || ?2", "E'\\'?1' || $2"},
        {"a name that ends in e", "CASE'?1'||?2", "CASE'?1'||$2"},
        {"identifier", "\"a?1\" = ?1", "\"a?1\" = $1"},
        {"line comment", "-- ?1 it's\n?1", "-- ?1 it's\n$1"},
        {"line comment at the end", "?1 -- ?1", "$1 -- ?1"},
        {"minus", "5 - ?1", "5 - $1"},
        {"nested comment", "/* ?1 /* ?2 */ ?3 */ ?4", "/* ?1 /* ?2 */ ?3 */ $4"},
        {"overlapping comment marks", "/*/ ?1 */ ?2", "/*/ ?1 */ $2"},
        {"division", "6 / ?1", "6 / $1"},
        {"dollar quote", "$$ ?1 $$ ?2", "$$ ?1 $$ $2"},
        {"tagged dollar quote", "$a$ ?1 $$ ?2 $a$ ?3", "$a$ ?1 $$ ?2 $a$ $3"},
        {"dollar inside a name", "a$b$ = ?1", "a$b$ = $1"},
        {"open quote", "'?1", "'?1"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.label);
        CHECK(rewrite_parameters(one.from) == one.to);
    }
}

}
}
