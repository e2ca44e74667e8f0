#pragma once
// A page of the staff's site: the document with its menu and account, and its security policy.
#include "edge/staff_web/visitor.hpp"
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

enum class MenuPlace { elsewhere, bulk_messages, patient_lists };

// `visitor` is null before sign-in. The menu offers 'Bulk Messages' and 'Patient lists' only where
// the practice has the feature (M1).
http::Response show(
    Random& random,
    const Visitor* visitor,
    html::Page page,
    int status = 200,
    MenuPlace place = MenuPlace::bulk_messages
);

}
