#include "practice/practices.hpp"

namespace cohort::practice {

// The whole table. A role that is not named for a permission does not have it.
bool may(Role role, Permission permission) {
    switch (permission) {
    case Permission::sign_out:
        return true;
    case Permission::see_bulk_messages:
    case Permission::send_bulk_messages:
        return role == Role::manager || role == Role::sender;
    }
    return false;
}

bool is_of_bulk_messages(Permission permission) {
    return permission == Permission::see_bulk_messages
           || permission == Permission::send_bulk_messages;
}

}
