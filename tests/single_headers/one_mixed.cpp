// SPDX-License-Identifier: BSL-1.0

// A plain header, then all single headers, one of them twice, then the headers they were made from.
#include <tacho/counter.hpp>

using plain_counter = tacho::counter;

#include <single_include/tacho/component.hpp>
#include <single_include/tacho/exposer.hpp>
#include <single_include/tacho/hyperlight.hpp>
#include <single_include/tacho/hypertrace.hpp>
#include <single_include/tacho/monitor.hpp>
#include <single_include/tacho/tacho.hpp>

using exposer_of_single_header = tacho::http::exposer;

#include <tacho/component.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/hyperlight.hpp>
#include <tacho/hypertrace.hpp>
#include <tacho/monitor.hpp>
#include <tacho/tacho.hpp>

#include <single_include/tacho/tacho.hpp>
#include <type_traits>

static_assert(std::is_same_v<plain_counter, tacho::counter>, "both must be one");
static_assert(std::is_same_v<exposer_of_single_header, tacho::http::exposer>, "both must be one");

void record_in_mixed();

void record_in_mixed() {
    tacho::counter records{"records_total", "Records."};
    records.inc(2);
}
