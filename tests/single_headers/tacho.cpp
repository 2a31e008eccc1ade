// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied tacho.hpp.
#include <tacho/tacho.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>
#include <string>

int main() {
    tacho::registry registry;
    tacho::counter uses{registry, "uses_total", "Uses."};
    tacho::family<tacho::counter, "of"> parts{registry, "parts_total", "Uses of parts."};
    tacho::histogram<tacho::buckets<1, 2>> sizes{registry, "sizes", "Sizes."};
    uses.inc(3);
    parts.with("lid").inc();
    sizes.observe(1.5);

    auto const text = tacho::to_text(registry);
    std::fputs(text.c_str(), stdout);
    return text != R"(# HELP uses_total Uses.
# TYPE uses_total counter
uses_total 3
# HELP parts_total Uses of parts.
# TYPE parts_total counter
parts_total{of="lid"} 1
# HELP sizes Sizes.
# TYPE sizes histogram
sizes_bucket{le="1"} 0
sizes_bucket{le="2"} 1
sizes_bucket{le="+Inf"} 1
sizes_sum 1.5
sizes_count 1
)";
}
