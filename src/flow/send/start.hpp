#pragma once
// Whether a bulk message whose time has come starts, or people are asked first. Pure.
#include "base/clock.hpp"

namespace cohort::send {

enum class Start {
    on_time,
    late,   // and the timeline says so
    missed, // it waits until somebody says that it is still to go
};

// `open`: the practice's hours, or it need not keep to them.
Start decide_start(TimePoint due, TimePoint now, bool open);

}
