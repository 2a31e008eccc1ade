// SPDX-License-Identifier: BSL-1.0

#include <single_include/tacho/tacho.hpp>

void record_in_b();

void record_in_b() {
    tacho::counter records{"records_total", "Records."};
    records.inc(2);
}
