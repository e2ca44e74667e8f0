#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

using http::Method;
using practice::Permission;

constexpr StaffRoute staff[] = {
    {Method::post, "/sign-out", Permission::sign_out, TokenIn::form, sign_out},
    {Method::get,
     "/bulk-messages",
     Permission::see_bulk_messages,
     TokenIn::nothing,
     show_bulk_messages},
    {Method::get,
     "/bulk-messages/events",
     Permission::see_bulk_messages,
     TokenIn::nothing,
     bulk_message_events},
    {Method::get,
     "/bulk-messages/new",
     Permission::send_bulk_messages,
     TokenIn::nothing,
     show_new_list},
    {Method::post,
     "/bulk-messages/new",
     Permission::send_bulk_messages,
     TokenIn::upload,
     upload_list},
    {Method::get, "/help/emis", Permission::send_bulk_messages, TokenIn::nothing, show_emis_help},
    {Method::get,
     "/help/systmone",
     Permission::send_bulk_messages,
     TokenIn::nothing,
     show_systmone_help},
    {Method::get, "/lists/{list}", Permission::send_bulk_messages, TokenIn::nothing, show_review},
    {Method::post, "/lists/{list}", Permission::send_bulk_messages, TokenIn::form, use_list},
    {Method::get, "/drafts/{draft}", Permission::send_bulk_messages, TokenIn::nothing, show_message
    },
    {Method::post, "/drafts/{draft}", Permission::send_bulk_messages, TokenIn::form, save_message},
    {Method::post,
     "/drafts/{draft}/count",
     Permission::send_bulk_messages,
     TokenIn::form,
     count_message},
    {Method::get,
     "/drafts/{draft}/check",
     Permission::send_bulk_messages,
     TokenIn::nothing,
     show_check},
    {Method::post, "/drafts/{draft}/check", Permission::send_bulk_messages, TokenIn::form, send_now
    },
    {Method::get,
     "/bulk-messages/{bulk_message}",
     Permission::see_bulk_messages,
     TokenIn::nothing,
     show_details},
    {Method::get,
     "/bulk-messages/{bulk_message}/events",
     Permission::see_bulk_messages,
     TokenIn::nothing,
     details_events},
    {Method::post,
     "/bulk-messages/{bulk_message}/search",
     Permission::see_bulk_messages,
     TokenIn::form,
     search_details},
    {Method::post,
     "/bulk-messages/{bulk_message}/try-again",
     Permission::send_bulk_messages,
     TokenIn::form,
     try_again},
    {Method::get,
     "/bulk-messages/{bulk_message}/stop",
     Permission::send_bulk_messages,
     TokenIn::nothing,
     show_stop},
    {Method::post,
     "/bulk-messages/{bulk_message}/stop",
     Permission::send_bulk_messages,
     TokenIn::form,
     stop},
};

constexpr OpenRoute open[] = {
    {Method::get, "/", home},
    {Method::get, "/sign-in", show_sign_in},
    {Method::post, "/sign-in", sign_in},
};

}

std::span<const StaffRoute> staff_routes() {
    return staff;
}

std::span<const OpenRoute> open_routes() {
    return open;
}

}
