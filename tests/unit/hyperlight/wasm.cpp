// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/wasm.hpp>

#include <support/catch.hpp>
#include <support/golden_hyperlight.hpp>
#include <type_traits>

namespace {

using tacho::function_calls;
using tacho::hyperlight::naming;
using tacho::hyperlight::wasm_metrics;

} // namespace

static_assert(std::is_same_v<wasm_metrics<>, wasm_metrics<naming::documented, function_calls::on>>);

TEST_CASE("wasm's metrics in every profile, with calls on and off", "[hyperlight][wasm]") {
    check_golden<wasm_metrics>("wasm", [](auto const& metrics, auto look) {
        host_events(metrics);
        sandbox_events(metrics, look);
    });
}
