// SPDX-License-Identifier: BSL-1.0

// What the samples of docs/guide.md need around them.

#include <tacho/exposition.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>
#include <tacho/testing.hpp>

#include <cassert>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// sample 1
// sample 2

void connections() {
    // sample 3
}


void histograms() {
    // sample 4
}

struct cache_metrics {
    explicit cache_metrics(tacho::registry& in)
        : misses{in, "cache_misses_total", "Lookups that found nothing."} {}
    tacho::counter misses;
};

class cache {
public:
    explicit cache(cache_metrics const& metrics)
        : metrics_{metrics} {}
    void find(std::string_view) const { metrics_.misses.inc(); }

private:
    cache_metrics const& metrics_;
};

void test() {
    // sample 5
    // sample 6
    // sample 7
}

void container() {
    // sample 8
}

struct {
    void set_header(std::string_view, std::string_view) {}
    void write(std::string_view) {}
} response;

void answer(std::string_view accept) {
    // sample 9
}

void proxy() {
    // sample 10
}
