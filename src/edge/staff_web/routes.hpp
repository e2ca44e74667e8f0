#pragma once
// Every path of the staff's site, who may use it, and who answers. A route without a permission
// does not compile.
#include "edge/staff_web/staff_web.hpp"
#include "edge/staff_web/visitor.hpp"
#include "practice/practices.hpp"

#include <span>
#include <string_view>

namespace cohort::staff_web {

// What a handler needs.
struct Site {
    const Deps& deps;
    SignInLimit& sign_in_limit;
};

using OpenHandler = Task<http::Response> (*)(Site, http::Request&);
using Handler = Task<http::Response> (*)(Site, http::Request&, Visitor);

// How the token of a changing request is checked.
enum class TokenIn {
    nothing, // GET: changes nothing
    form,    // before the handler runs
    upload,  // by the handler, as the first part of the upload
};

struct StaffRoute {
    http::Method method;
    std::string_view pattern;
    practice::Permission permission;
    TokenIn token;
    Handler handler;
};

// Before sign-in; same-site checks apply.
struct OpenRoute {
    http::Method method;
    std::string_view pattern;
    OpenHandler handler;
};

std::span<const StaffRoute> staff_routes();
std::span<const OpenRoute> open_routes();

// sign_in.cpp
Task<http::Response> show_sign_in(Site site, http::Request& request);
Task<http::Response> sign_in(Site site, http::Request& request);
Task<http::Response> sign_out(Site site, http::Request& request, Visitor visitor);
Task<http::Response> home(Site site, http::Request& request);
// bulk_messages.cpp
Task<http::Response> show_bulk_messages(Site site, http::Request& request, Visitor visitor);
Task<http::Response> bulk_message_events(Site site, http::Request& request, Visitor visitor);
// new_list.cpp
Task<http::Response> show_new_list(Site site, http::Request& request, Visitor visitor);
Task<http::Response> upload_list(Site site, http::Request& request, Visitor visitor);
// lists.cpp
Task<http::Response> show_lists(Site site, http::Request& request, Visitor visitor);
// list.cpp
Task<http::Response> show_list(Site site, http::Request& request, Visitor visitor);
Task<http::Response> use_list(Site site, http::Request& request, Visitor visitor);
// add_file.cpp
Task<http::Response> show_add_file(Site site, http::Request& request, Visitor visitor);
Task<http::Response> add_file(Site site, http::Request& request, Visitor visitor);
// replace_file.cpp
Task<http::Response> show_replace_file(Site site, http::Request& request, Visitor visitor);
Task<http::Response> replace_file(Site site, http::Request& request, Visitor visitor);
// refused.cpp
Task<http::Response> show_refused(Site site, http::Request& request, Visitor visitor);
Task<http::Response> leave_out_all(Site site, http::Request& request, Visitor visitor);
// left_out.cpp
Task<http::Response> show_left_out(Site site, http::Request& request, Visitor visitor);
Task<http::Response> put_row_back(Site site, http::Request& request, Visitor visitor);
// refused_file.cpp
Task<http::Response> download_refused(Site site, http::Request& request, Visitor visitor);
// noticed.cpp
Task<http::Response> show_noticed(Site site, http::Request& request, Visitor visitor);
// row.cpp
Task<http::Response> show_row(Site site, http::Request& request, Visitor visitor);
Task<http::Response> correct_row(Site site, http::Request& request, Visitor visitor);
Task<http::Response> leave_out_row(Site site, http::Request& request, Visitor visitor);
// search_list.cpp
Task<http::Response> search_list(Site site, http::Request& request, Visitor visitor);
// delete_list.cpp
Task<http::Response> show_delete_list(Site site, http::Request& request, Visitor visitor);
Task<http::Response> delete_list(Site site, http::Request& request, Visitor visitor);
// message.cpp
Task<http::Response> show_message(Site site, http::Request& request, Visitor visitor);
Task<http::Response> save_message(Site site, http::Request& request, Visitor visitor);
Task<http::Response> count_message(Site site, http::Request& request, Visitor visitor);
// check.cpp
Task<http::Response> show_check(Site site, http::Request& request, Visitor visitor);
Task<http::Response> choose_hours(Site site, http::Request& request, Visitor visitor);
Task<http::Response> send_now(Site site, http::Request& request, Visitor visitor);
// details.cpp
Task<http::Response> show_details(Site site, http::Request& request, Visitor visitor);
Task<http::Response> search_details(Site site, http::Request& request, Visitor visitor);
Task<http::Response> details_events(Site site, http::Request& request, Visitor visitor);
// control.cpp
Task<http::Response> pause(Site site, http::Request& request, Visitor visitor);
Task<http::Response> resume(Site site, http::Request& request, Visitor visitor);
Task<http::Response> show_change(Site site, http::Request& request, Visitor visitor);
Task<http::Response> change(Site site, http::Request& request, Visitor visitor);
Task<http::Response> try_again(Site site, http::Request& request, Visitor visitor);
Task<http::Response> show_stop(Site site, http::Request& request, Visitor visitor);
Task<http::Response> stop(Site site, http::Request& request, Visitor visitor);
// help.cpp
Task<http::Response> show_emis_help(Site site, http::Request& request, Visitor visitor);
Task<http::Response> show_systmone_help(Site site, http::Request& request, Visitor visitor);

}
