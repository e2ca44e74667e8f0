#include "flow/schedule/clock_watch.hpp"

namespace cohort::schedule {

void ClockWatch::look(TimePoint wall, Milliseconds uptime) {
    jumped_.reset();
    if (last_) {
        const Milliseconds passed = uptime - last_->uptime;
        const Milliseconds off = (wall - last_->wall) - passed;
        if (std::chrono::abs(off) > jump_min) {
            jumped_ = off;
            unsure_since_ = uptime;
        }
    }
    if (unsure_since_ && uptime - *unsure_since_ >= settles_in) {
        unsure_since_.reset();
    }
    last_ = Look{wall, uptime};
}

}
