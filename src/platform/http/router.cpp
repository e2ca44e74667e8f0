#include "platform/http/router.hpp"

#include "platform/http/url.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace cohort::http {

BodyPolicy BodyPolicy::none() {
    return {Kind::none, 0};
}

BodyPolicy BodyPolicy::form(std::size_t bytes_max) {
    return {Kind::form, bytes_max};
}

BodyPolicy BodyPolicy::buffer(std::size_t bytes_max) {
    return {Kind::buffer, bytes_max};
}

BodyPolicy BodyPolicy::stream(std::size_t bytes_max) {
    return {Kind::stream, bytes_max};
}

namespace {

constexpr std::size_t methods = 7;
constexpr std::size_t segments_max = 64; // of a path; deeper ones have no route

struct Segment {
    enum class Kind { literal, param, rest };

    Kind kind;
    std::string text; // of a literal, or the parameter's name
};

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    while (segments.size() <= segments_max) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            break;
        }
        path.remove_prefix(slash + 1);
    }
    return segments;
}

Segment read_segment(std::string_view text) {
    if (!text.starts_with('{')) {
        COHORT_ENSURE(
            text.find_first_of("{}") == std::string_view::npos, "a parameter is a whole segment"
        );
        return {Segment::Kind::literal, std::string(text)};
    }
    COHORT_ENSURE(text.ends_with('}'), "a parameter ends in }");
    text = text.substr(1, text.size() - 2);
    const bool rest = text.ends_with("...");
    if (rest) {
        text.remove_suffix(3);
    }
    COHORT_ENSURE(!text.empty(), "a parameter has a name");
    return {rest ? Segment::Kind::rest : Segment::Kind::param, std::string(text)};
}

std::vector<Segment> read_pattern(std::string_view pattern) {
    COHORT_ENSURE(pattern.starts_with('/'), "a pattern starts with /");
    std::vector<Segment> segments;
    for (const auto text : split(pattern)) {
        COHORT_ENSURE(
            segments.empty() || segments.back().kind != Segment::Kind::rest, "{…...} comes last"
        );
        segments.push_back(read_segment(text));
    }
    COHORT_ENSURE(segments.size() <= segments_max, "a pattern has few segments");
    return segments;
}

enum class Preferred { neither, first, second, apart };

// Segment by segment: which is more definite? `apart` when no path can match both.
Preferred compare(const Segment& a, const Segment& b) {
    if (a.kind == Segment::Kind::literal && b.kind == Segment::Kind::literal) {
        return a.text == b.text ? Preferred::neither : Preferred::apart;
    }
    if (a.kind == b.kind) {
        return Preferred::neither;
    }
    return a.kind < b.kind ? Preferred::first : Preferred::second;
}

// True when some path matches both and neither pattern is at least as definite in every place.
bool is_ambiguous(const std::vector<Segment>& a, const std::vector<Segment>& b) {
    bool first = false;
    bool second = false;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const Preferred preferred = compare(a[i], b[i]);
        if (preferred == Preferred::apart) {
            return false;
        }
        first |= preferred == Preferred::first;
        second |= preferred == Preferred::second;
        const bool a_rest = a[i].kind == Segment::Kind::rest;
        const bool b_rest = b[i].kind == Segment::Kind::rest;
        if (a_rest || b_rest) {
            return (first && second) || (!first && !second);
        }
    }
    if (a.size() != b.size()) {
        return false;
    }
    return (first && second) || (!first && !second);
}

struct Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> param;
    std::unique_ptr<Node> rest;
    std::array<const Route*, methods> routes{};
    const std::vector<Segment>* pattern = nullptr; // of the routes that end here, if any
};

Node& literal_child(Node& node, const std::string& text) {
    const auto found = std::ranges::find(node.literals, text, [](const auto& entry) -> const auto& {
        return entry.first;
    });
    if (found != node.literals.end()) {
        return *found->second;
    }
    return *node.literals.emplace_back(text, std::make_unique<Node>()).second;
}

Node& child(Node& node, const Segment& segment) {
    if (segment.kind == Segment::Kind::literal) {
        return literal_child(node, segment.text);
    }
    auto& slot = segment.kind == Segment::Kind::param ? node.param : node.rest;
    if (!slot) {
        slot = std::make_unique<Node>();
    }
    return *slot;
}

using Segments = std::vector<std::string_view>;

const Node* descend(const Node& node, const Segments& segments, std::size_t index) {
    if (index == segments.size()) {
        return node.pattern != nullptr ? &node : nullptr;
    }
    for (const auto& [text, next] : node.literals) {
        if (text != segments[index]) {
            continue;
        }
        if (const Node* found = descend(*next, segments, index + 1)) {
            return found;
        }
    }
    if (node.param && !segments[index].empty()) {
        if (const Node* found = descend(*node.param, segments, index + 1)) {
            return found;
        }
    }
    return node.rest.get();
}

}

struct Router::Inside {
    struct Pattern {
        std::string text;
        std::vector<Segment> segments;
    };

    Node root;
    std::deque<Route> routes;     // addresses stay
    std::deque<Pattern> patterns; // each once, whatever its methods

    const Pattern& pattern(const std::string& text) {
        const auto found = std::ranges::find(patterns, text, &Pattern::text);
        if (found != patterns.end()) {
            return *found;
        }
        auto segments = read_pattern(text);
        for (const Pattern& other : patterns) {
            if (is_ambiguous(segments, other.segments)) {
                throw Bug("routes " + text + " and " + other.text + " match the same path");
            }
        }
        return patterns.emplace_back(text, std::move(segments));
    }
};

Router::Router() : inside_(std::make_unique<Inside>()) {}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string pattern, BodyPolicy body, Handler handler) {
    COHORT_ENSURE(method != Method::head, "HEAD is answered by GET's handler");
    const auto& known = inside_->pattern(pattern);
    Node* node = &inside_->root;
    for (const Segment& segment : known.segments) {
        node = &child(*node, segment);
    }
    const auto place = static_cast<std::size_t>(method);
    COHORT_ENSURE(node->routes[place] == nullptr, "a route is added once");
    node->pattern = &known.segments;
    node->routes[place] =
        &inside_->routes.emplace_back(Route{method, std::move(pattern), body, std::move(handler)});
}

void Router::get(std::string pattern, Handler handler) {
    add(Method::get, std::move(pattern), BodyPolicy::none(), std::move(handler));
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> all;
    for (const Route& route : inside_->routes) {
        all.push_back(&route);
    }
    return all;
}

namespace {

std::string allow_of(const Node& node) {
    std::string allow;
    for (const Route* route : node.routes) {
        if (route == nullptr) {
            continue;
        }
        allow += allow.empty() ? "" : ", ";
        allow += name_of(route->method);
        allow += route->method == Method::get ? ", HEAD" : "";
    }
    return allow;
}

std::string_view from(std::string_view path, std::string_view segment) {
    return path.substr(static_cast<std::size_t>(segment.data() - path.data()));
}

}

Result<Router::Match> Router::find(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) {
        return match;
    }
    const Segments segments = split(path);
    const Node* node =
        segments.size() > segments_max ? nullptr : descend(inside_->root, segments, 0);
    if (node == nullptr) {
        return match;
    }
    const auto wanted = method == Method::head ? Method::get : method;
    match.route = node->routes[static_cast<std::size_t>(wanted)];
    if (match.route == nullptr) {
        match.allow = allow_of(*node);
        return match;
    }
    const auto& pattern = *node->pattern;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].kind == Segment::Kind::literal) {
            continue;
        }
        const bool rest = pattern[i].kind == Segment::Kind::rest;
        COHORT_TRY(value, percent_decode(rest ? from(path, segments[i]) : segments[i]));
        match.params.emplace_back(pattern[i].text, std::move(value));
    }
    return match;
}

}
