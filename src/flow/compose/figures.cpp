#include "flow/compose/figures.hpp"

#include "domain/limits.hpp"

#include <utility>

namespace cohort::compose {
namespace {

constexpr std::size_t left_out_shown_max = 50;
constexpr std::size_t previews_shown = 3;

static_assert(
    std::tuple_size_v<decltype(Figures::by_segments)> == domain::limits::sms_segments_max + 1
);

void count_reached(Figures& figures, Rendered rendered) {
    ++figures.reached;
    figures.segments += rendered.segments;
    ++figures.by_segments.at(static_cast<std::size_t>(rendered.segments));
    if (figures.previews.size() < previews_shown) {
        figures.previews.push_back(std::move(rendered));
    }
}

void count_left_out(Figures& figures, const lists::Patient& patient, std::string reason) {
    ++figures.left_out;
    ++figures.left_out_by_reason[reason];
    if (figures.left_out_first.size() < left_out_shown_max) {
        figures.left_out_first.push_back({patient.line, patient.name.full(), std::move(reason)});
    }
}

}

void count(Figures& figures, const Renderer& renderer, std::span<const lists::Placed> patients) {
    for (const lists::Placed& placed : patients) {
        Rendering rendering = renderer.render(placed.patient);
        if (auto* rendered = std::get_if<Rendered>(&rendering)) {
            count_reached(figures, std::move(*rendered));
        } else {
            count_left_out(
                figures, placed.patient, std::move(std::get<Unreachable>(rendering).reason)
            );
        }
    }
}

}
