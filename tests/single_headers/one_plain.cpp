// SPDX-License-Identifier: BSL-1.0

// One program of two files: this one uses the plain headers, one_mixed.cpp the single headers too.
// Nothing is defined twice, and both see the same registry, threads and cells.
#include <tacho/tacho.hpp>

#include <cstdio>
#include <string>

void record_in_mixed();

int main() {
    tacho::counter records{"records_total", "Records."};
    records.inc();
    record_in_mixed();
    auto const text = tacho::to_text();
    std::fputs(text.c_str(), stdout);
    return text.find("\nrecords_total 3\n") == std::string::npos;
}
