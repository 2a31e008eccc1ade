// SPDX-License-Identifier: BSL-1.0

// The single header, included twice, and then the headers it was made from: one translation unit.
#include <single_include/tacho/tacho.hpp>

using counter_of_single_header = tacho::counter;

#include <tacho/tacho.hpp>

#include <single_include/tacho/tacho.hpp>
#include <string>
#include <type_traits>

static_assert(std::is_same_v<counter_of_single_header, tacho::counter>, "both must be one");

int main() {
    tacho::counter uses{"uses_total", "Uses."};
    uses.inc();
    return tacho::to_text().find("\nuses_total 1\n") == std::string::npos;
}
