#include "base/packed_fields.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace cohort {
namespace {

TEST_CASE("packed_fields: what was packed is read back, whatever it holds") {
    CHECK(rc::check([](const std::string& first, const std::string& second) {
        const std::string packed = pack_fields({first, second, ""});
        FieldReader reader(packed);
        RC_ASSERT(reader.next() == first);
        RC_ASSERT(reader.next() == second);
        RC_ASSERT(reader.next().empty());
        RC_ASSERT(!reader.damaged());
        RC_ASSERT(reader.next().empty());
        RC_ASSERT(reader.damaged());
    }));
}

TEST_CASE("packed_fields: a value cut anywhere is damaged, and never read beyond its end") {
    const std::string packed = pack_fields({"one", "two"});
    for (std::size_t size = 0; size < packed.size(); ++size) {
        FieldReader reader(std::string_view(packed).substr(0, size));
        reader.next();
        reader.next();
        CHECK(reader.damaged());
    }
}

}
}
