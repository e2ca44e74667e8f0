#include "tests/simulation/weather.hpp"

#include <iterator>

namespace cohort::simulation {
namespace {

// Nothing of it in half of the runs, for a fault is best seen where little else happens.
std::uint64_t perhaps(Random& random, std::uint64_t most) {
    return random.below(2) == 0 ? 0 : random.below(most + 1);
}

}

Weather Weather::from(Random& random) {
    Weather weather;
    weather.patients = 1 + random.below(30);
    weather.places = 1 + random.below(10);
    weather.sends = 1 + static_cast<int>(random.below(3));
    weather.transit_most = std::chrono::milliseconds(1 + random.below(200));
    weather.answer_most =
        std::chrono::milliseconds(1 + random.below(random.below(4) == 0 ? 40'000 : 2'000));
    weather.receipt_most =
        std::chrono::milliseconds(1 + random.below(random.below(4) == 0 ? 200'000 : 5'000));
    weather.refused = perhaps(random, 300);
    weather.throttled = perhaps(random, 300);
    weather.swallowed = perhaps(random, 100);
    weather.ignored = perhaps(random, 100);
    weather.receipt_fails = perhaps(random, 400);
    weather.receipt_missing = perhaps(random, 200);
    weather.receipt_twice = perhaps(random, 500);
    weather.receipt_odd = perhaps(random, 400);
    weather.more_words = perhaps(random, 300);
    weather.cuts = perhaps(random, 200);
    weather.crashes = perhaps(random, 60);
    weather.power_cuts = random.below(1000);
    weather.freezes = perhaps(random, 40);
    weather.full_disks = perhaps(random, 40);
    weather.clock_jumps = perhaps(random, 20);
    weather.staff_stops = perhaps(random, 20);
    weather.staff_retries = perhaps(random, 100);
    weather.staff_pauses = perhaps(random, 100);
    constexpr const char* hours[] = {
        "always", "always", "mon-sun 08:00-09:01", "mon-fri 09:00-09:02", "tue,thu 08:00-09:01"
    };
    weather.hours = hours[random.below(std::size(hours))];
    weather.undo = std::chrono::seconds(random.below(3) == 0 ? random.below(40) : 0);
    weather.ends_in_an_outage = random.below(4) == 0;
    weather.switched_off = perhaps(random, 20);
    if (random.below(3) == 0) {
        weather.nodes = 2;
        weather.full_disks = 0;
        weather.clock_jumps = 0; // their clock is the database's
    }
    return weather;
}

}
