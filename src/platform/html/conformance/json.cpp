// Boost.JSON, compiled once for the conformance test; the product does not use it here.
#include <boost/json/src.hpp>
