// SPDX-License-Identifier: BSL-1.0

// Both ways to compile the library in one program: there is one default registry, one arena and one
// clock, and nothing that either file records is lost or counted twice.

#include <tacho/tacho.hpp>

#include <compiled/mixed.hpp>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

bool all_there(std::string const& text) {
    bool there = true;
    for (std::string_view const line :
         {"\nshared_total 4\n",
          "\nheader_only_total 1\n",
          "\nseparate_total 1\n",
          "\ntimes_seconds_bucket{le=\"0.5\"} 2\n",
          "\ntimes_seconds_sum 1\n",
          "\nticks_seconds_count 2\n",
          "\nfamily_total{k=\"v\"} 6\n",
          "\nlast 7\n",
          "\ntacho_refused_records_total 2\n",
          "\ntacho_shared_slab_records_total 0\n"}) {
        if (text.find(line) == std::string::npos) {
            std::fprintf(stderr, "missing:%.*s", static_cast<int>(line.size()), line.data());
            there = false;
        }
    }
    return there;
}

} // namespace

int main() {
    tacho::self_metrics const self{tacho::default_registry()};
    record_header_only();
    record_separate();
    auto const one = text_separate();
    auto const other = text_header_only();
    if (all_there(one) && one == other)
        return 0;
    std::fprintf(stderr, "%s\n----\n%s", one.c_str(), other.c_str());
    return 1;
}
