// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <cstdint>

// A metric in a registry of the plugin's own.

namespace {

tacho::counter const& ones() {
    static tacho::counter const made{"ones_total", "Ones."};
    return made;
}

} // namespace

extern "C" {

[[gnu::visibility("default")]] void tacho_test_record(std::uint64_t n) {
    ones().inc(n);
}

[[gnu::visibility("default")]] std::uint64_t tacho_test_value() {
    return ones().value();
}

} // extern "C"
