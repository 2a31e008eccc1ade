// SPDX-License-Identifier: BSL-1.0

// The program of tacho_text.cpp, written with prometheus-cpp.
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstdio>

int main() {
    using namespace prometheus;
    Registry registry;
    auto& requests =
        BuildCounter().Name("requests_total").Help("Requests.").Register(registry).Add({});
    auto& latency = BuildHistogram()
                        .Name("latency_seconds")
                        .Help("Latency.")
                        .Register(registry)
                        .Add({}, Histogram::BucketBoundaries{.005, .01, .1, 1});
    auto& codes = BuildCounter().Name("codes_total").Help("By code.").Register(registry);
    requests.Increment();
    latency.Observe(.2);
    codes.Add({{"code", "200"}}).Increment();
    std::fputs(TextSerializer{}.Serialize(registry.Collect()).c_str(), stdout);
}
