// SPDX-License-Identifier: BSL-1.0

// A plain header first, then both single headers, then the plain exposer: one translation unit.
#include <tacho/counter.hpp>

using plain_counter = tacho::counter;

#include <single_include/tacho/exposer.hpp>
#include <single_include/tacho/tacho.hpp>

using exposer_of_single_header = tacho::http::exposer;

#include <tacho/http/exposer.hpp>

#include <string>
#include <type_traits>

static_assert(std::is_same_v<plain_counter, tacho::counter>, "both must be one");
static_assert(std::is_same_v<exposer_of_single_header, tacho::http::exposer>, "both must be one");

int main() {
    tacho::counter uses{"uses_total", "Uses."};
    uses.inc();
    tacho::http::exposer exposer{{.port = 0}};
    return exposer.port() == 0 || tacho::to_text().find("\nuses_total 1\n") == std::string::npos;
}
