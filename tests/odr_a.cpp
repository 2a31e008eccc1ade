// SPDX-License-Identifier: BSL-1.0

// One program of two translation units: this one uses the headers, odr_b.cpp the single header.
// Nothing is defined twice, and both see the same registry, threads and cells.
#include <tacho/tacho.hpp>

#include <string>

void record_in_b();

int main() {
    tacho::counter records{"records_total", "Records."};
    records.inc();
    record_in_b();
    return tacho::to_text().find("\nrecords_total 3\n") == std::string::npos;
}
