#pragma once
// Wakes one waiter on one executor, from any thread. A ring while nobody waits is kept for the next
// wait; several are one.
#include "platform/net/timer.hpp"

#include <memory>

namespace cohort::net {

class Doorbell {
public:
    Doorbell();
    ~Doorbell();
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    // Until it rings or the time is up; the caller looks which. One wait at a time.
    Task<> wait(Duration most);
    void ring();

private:
    struct Inside;

    std::shared_ptr<Inside> inside_; // with the rings on their way
};

}
