// SPDX-License-Identifier: BSL-1.0

// Compiled twice: TACHO_TESTS_LIBRARY is left or right.

#include <process/linked/libraries.hpp>

namespace TACHO_TESTS_LIBRARY {

namespace {

tacho::counter const shared{"shared_total", "Of both libraries and the program."};
tacho::counter const own{TACHO_TESTS_OWN_COUNTER, "Of this library."};

} // namespace

void record() {
    shared.inc();
    own.inc();
}

state what_it_sees() {
    return state::here();
}

} // namespace TACHO_TESTS_LIBRARY
