// SPDX-License-Identifier: BSL-1.0

#include <cstdio>
#include <string>

import tacho;

void count_elsewhere(); // other.cpp includes the headers

namespace {

struct metrics {
    tacho::counter built{"consumers_built_total", "Programs that use tacho."};
    tacho::histogram<tacho::buckets<1, 2>> sizes{"consumer_size", "Sizes."};
    tacho::family<tacho::counter, "kind"> kinds{"consumer_kinds_total", "Kinds."};
};

} // namespace

int main() {
    metrics const all;
    all.built.inc();
    all.sizes.observe(2);
    all.kinds.with("module").inc();
    count_elsewhere();
    auto const text = tacho::to_text();
    std::fputs(text.c_str(), stdout);
    for (auto const* const expected :
         {"\nconsumers_built_total 2\n",
          "\nconsumer_size_bucket{le=\"2\"} 1\n",
          "\nconsumer_kinds_total{kind=\"module\"} 1\n"})
        if (text.find(expected) == std::string::npos)
            return 1;
}
