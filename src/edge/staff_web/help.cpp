#include "edge/staff_web/pages/help.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {

Task<http::Response> show_emis_help(Site site, http::Request&, Visitor visitor) {
    co_return show(site.deps.random, &visitor, emis_help_page());
}

Task<http::Response> show_systmone_help(Site site, http::Request&, Visitor visitor) {
    co_return show(site.deps.random, &visitor, systmone_help_page());
}

}
