// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>
#include <support/golden.hpp>
#include <support/hypertrace.hpp>

TEST_CASE(
    "the example of hypertrace-prometheus gives the output of the original", "[hypertrace][golden]"
) {
    tacho::registry in;
    tacho::hypertrace::trace_counter const counter{in, {.allowed_props = {"topic", "peer-id"}}};
    tracing_by const on{counter};
    run_canonical_example();
    CHECK(
        with_filename(tacho::to_text(in), "/x/canonical_example.js") ==
        golden("hypertrace/canonical_metrics.txt")
    );
}
