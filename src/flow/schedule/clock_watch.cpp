#include "flow/schedule/clock_watch.hpp"

namespace cohort::schedule {

void ClockWatch::look(TimePoint wall, Steady steady) {
    jumped_.reset();
    if (last_) {
        const auto passed = std::chrono::floor<Milliseconds>(steady - last_->steady);
        const Milliseconds off = (wall - last_->wall) - passed;
        if (std::chrono::abs(off) > jump_min) {
            jumped_ = off;
            unsure_since_ = steady;
        }
    }
    if (unsure_since_ && steady - *unsure_since_ >= settles_in) {
        unsure_since_.reset();
    }
    last_ = Look{wall, steady};
}

}
