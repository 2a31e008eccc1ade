// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/wasm.hpp>

#include <support/catch.hpp>
#include <support/golden_hyperlight.hpp>
#include <type_traits>

namespace {

using tacho::function_calls;
using tacho::hyperlight::naming;
using tacho::hyperlight::wasm_metrics;

template <naming Naming, function_calls Calls>
void check_golden() {
    auto const text =
        exposition_after<wasm_metrics<Naming, Calls>>([](auto const& metrics, auto look) {
            host_events(metrics);
            sandbox_events(metrics, look);
        });
    CHECK(text == hyperlight_golden("wasm", Naming, Calls));
}

} // namespace

static_assert(std::is_same_v<wasm_metrics<>, wasm_metrics<naming::documented, function_calls::on>>);

TEST_CASE("wasm's metrics in every profile, with calls on and off", "[hyperlight][wasm]") {
    check_golden<naming::documented, function_calls::off>();
    check_golden<naming::documented, function_calls::on>();
    check_golden<naming::wire, function_calls::off>();
    check_golden<naming::wire, function_calls::on>();
    check_golden<naming::facade, function_calls::off>();
    check_golden<naming::facade, function_calls::on>();
}
