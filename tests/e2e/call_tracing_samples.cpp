// SPDX-License-Identifier: BSL-1.0

// What the samples of docs/call_tracing.md need around them.

// sample 1

#include <iostream>
#include <string_view>
#include <vector>

struct sampled {
    void work(std::string_view id, std::vector<tacho::hypertrace::prop> const& properties, int n) {
        // sample 2
    }
    tacho::hypertrace::tracer tracer_{*this};
};

void set() {
    // sample 3
}
