#include "practice/practices.hpp"

namespace cohort::practice {

// The whole table. A role that is not named for a permission does not have it.
bool may(Role role, Permission permission) {
    switch (permission) {
    case Permission::see_bulk_messages:
    case Permission::send_bulk_messages:
        return role == Role::manager || role == Role::sender;
    }
    return false;
}

}
