#include "platform/html/attribute.hpp"

namespace cohort::html {
namespace {

Attribute::Kind kind_for(const Url& url) {
    return url.empty() ? Attribute::Kind::absent : Attribute::Kind::valued;
}

}

Attribute href(const Url& url) {
    return {kind_for(url), "href", url.text()};
}

Attribute src(const Url& url) {
    return {kind_for(url), "src", url.text()};
}

Attribute action(const Url& url) {
    return {kind_for(url), "action", url.text()};
}

Attribute formaction(const Url& url) {
    return {kind_for(url), "formaction", url.text()};
}

Attribute svg_namespace() {
    return {Attribute::Kind::valued, "xmlns", "http://www.w3.org/2000/svg"};
}

}
