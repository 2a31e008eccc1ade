// SPDX-License-Identifier: BSL-1.0

#include <tacho/registry.hpp>

#include <process/static_order/metrics.hpp>

[[gnu::init_priority(300)]] tacho::counter static_counter{"static_total", "A static object."};
[[gnu::init_priority(300)]] tacho::up_down_counter static_level{"static_level", "Another."};
[[gnu::init_priority(300
)]] tacho::histogram<tacho::byte_buckets<1>> static_bytes{"static_bytes", "Another."};

tacho::counter& first_use_counter() {
    static tacho::counter made{"first_use_total", "A static object of a function."};
    return made;
}
