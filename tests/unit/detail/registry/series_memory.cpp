// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/series_memory.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <support/catch.hpp>

using tacho::detail::allocate_series;
using tacho::detail::gauge_cell;

static_assert(alignof(gauge_cell) == 64, "gauges that are set by any thread share no cache line");
static_assert(sizeof(gauge_cell) == 64);

TEST_CASE("a series has copies of its values and its text", "[series_memory]") {
    std::string value = "GET";
    std::string prefix = "x_total{method=\"GET\"} ";
    auto const made = allocate_series(std::array<std::string_view, 1>{value}, prefix, false);
    value = "???";
    prefix = "";
    CHECK(made->has_key(std::array<std::string_view, 1>{"GET"}));
    CHECK_FALSE(made->has_key(std::array<std::string_view, 1>{"PUT"}));
    CHECK(made->prefix == "x_total{method=\"GET\"} ");
    CHECK_FALSE(made->is_gauge);
    CHECK(made->token == tacho::detail::cell_token::none);
}

TEST_CASE("a gauge's series has a cell on a cache line of its own", "[series_memory]") {
    auto const made = allocate_series({}, "level ", true);
    auto* const value = tacho::detail::unnumbered_cell(made->token);
    CHECK(reinterpret_cast<std::uintptr_t>(value) % 64 == 0);
    CHECK(value->load() == 0);
    CHECK(made->is_gauge);
}
