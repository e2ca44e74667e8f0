#include "edge/staff_web/list_addresses.hpp"

namespace cohort::staff_web {

using html::Url;

Url list_address(ListId list) {
    return Url::path({"lists", list.text()});
}

Url list_address(ListId list, std::string_view page) {
    return Url::path({"lists", list.text(), page});
}

Url refused_address(ListId list, std::string_view code) {
    return Url::path({"lists", list.text(), "refused", code});
}

Url noticed_address(ListId list, std::string_view code) {
    return Url::path({"lists", list.text(), "noticed", code});
}

Url row_address(ListId list, std::int64_t row) {
    return Url::path({"lists", list.text(), "rows", std::to_string(row)});
}

Url leave_out_address(ListId list, std::int64_t row) {
    return Url::path({"lists", list.text(), "rows", std::to_string(row), "leave-out"});
}

Url put_back_address(ListId list, std::int64_t row) {
    return Url::path({"lists", list.text(), "rows", std::to_string(row), "put-back"});
}

Url leave_out_address(ListId list, std::string_view code) {
    return Url::path({"lists", list.text(), "refused", code, "leave-out"});
}

}
