#pragma once
// One process of Cohort among those that share a database; a process that starts is a new node.
#include "base/id.hpp"

namespace cohort {

using NodeId = Id<struct NodeTag>;

}
