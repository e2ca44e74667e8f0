#include "edge/smpp/settings.hpp"

namespace cohort::smpp {

std::vector<ErrorCode> faults(const SmppSettings& settings) {
    using namespace std::chrono_literals;
    std::vector<ErrorCode> found;
    const auto want = [&](bool good, ErrorCode code) {
        if (!good) {
            found.push_back(code);
        }
    };
    // The maxima are the specification's, less the closing zero (5.2).
    want(!settings.host.empty(), "smpp.host_missing");
    want(settings.port != 0, "smpp.port_missing");
    want(!settings.system_id.empty() && settings.system_id.size() <= 15, "smpp.system_id_length");
    want(settings.password.reveal().size() <= 8, "smpp.password_length");
    want(settings.system_type.size() <= 12, "smpp.system_type_length");
    want(settings.service_type.size() <= 5, "smpp.service_type_length");
    want(settings.window >= 1 && settings.window <= window_max, "smpp.window_range");
    const bool each_has_a_place = settings.binds <= settings.window;
    want(
        settings.binds >= 1 && settings.binds <= binds_max && each_has_a_place, "smpp.binds_range"
    );
    const bool waits_in_range = settings.idle >= 1s && settings.idle <= 3600s
                                && settings.response_wait >= 1s && settings.response_wait <= 600s
                                && settings.connect_wait >= 1s && settings.connect_wait <= 600s;
    want(waits_in_range, "smpp.wait_range");
    want(settings.source_default.size() <= 20, "smpp.source_length");
    return found;
}

}
