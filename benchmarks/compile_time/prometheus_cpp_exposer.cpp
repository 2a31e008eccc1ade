// SPDX-License-Identifier: BSL-1.0

// The program of tacho_exposer.cpp, written with prometheus-cpp, whose server is CivetWeb.
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>

int main() {
    using namespace prometheus;
    auto const registry = std::make_shared<Registry>();
    auto& requests =
        BuildCounter().Name("requests_total").Help("Requests.").Register(*registry).Add({});
    auto& latency = BuildHistogram()
                        .Name("latency_seconds")
                        .Help("Latency.")
                        .Register(*registry)
                        .Add({}, Histogram::BucketBoundaries{.005, .01, .1, 1});
    auto& codes = BuildCounter().Name("codes_total").Help("By code.").Register(*registry);
    Exposer exposer{"127.0.0.1:0"};
    exposer.RegisterCollectable(registry);
    requests.Increment();
    latency.Observe(.2);
    codes.Add({{"code", "200"}}).Increment();
}
