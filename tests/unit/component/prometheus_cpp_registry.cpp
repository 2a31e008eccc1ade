// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/prometheus_cpp_registry.hpp>
#include <tacho/component/run_time.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <vector>

namespace component = tacho::component;

namespace {

/// The sorted lines: prometheus-cpp writes them in another order than tacho, but never writes `le`
/// before other labels either.
std::vector<std::string> sorted_lines(std::string_view text) {
    std::istringstream in{std::string{text}};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

} // namespace

TEST_CASE("a component gives equal samples through prometheus-cpp", "[component]") {
    component::prometheus_cpp_registry compiled;
    run_service(compiled);
    CHECK(sorted_lines(compiled.prometheus_format_str()) == sorted_lines(service_text));
    auto const chosen = component::run_time(std::make_shared<component::prometheus_cpp_registry>());
    run_service(*chosen);
    CHECK(sorted_lines(chosen->prometheus_format_str()) == sorted_lines(service_text));
}

TEST_CASE("a component's metrics join those of prometheus-cpp in one registry", "[component]") {
    auto const there = std::make_shared<prometheus::Registry>();
    prometheus::BuildGauge().Name("other").Help("Other.").Register(*there).Add({}).Set(7);
    component::prometheus_cpp_registry in{there, "p_"};
    in.create_counter("calls_total", "Calls.").add(3);
    CHECK(in.prefix() == "p_");
    auto const text = prometheus::TextSerializer{}.Serialize(there->Collect());
    CHECK(sample(text, "other") == "7");
    CHECK(sample(text, "p_calls_total") == "3");
    CHECK(in.prometheus_format_str() == text);
}

TEST_CASE("a metric that breaks the rules does not reach prometheus-cpp", "[component]") {
    component::prometheus_cpp_registry in;
    auto const kept = in.create_counter("calls_total", "Calls.", {{"a", "1"}});
    kept.increment();
    auto const before = in.prometheus_format_str();
    CHECK_THAT(
        refusal([&] { return in.create_gauge("calls_total", "Calls."); }),
        Catch::Contains("is already registered as a counter")
    );
    CHECK_THAT(
        refusal([&] { return in.create_counter("no-name", "No."); }), Catch::Contains("no-name")
    );
    CHECK(in.prometheus_format_str() == before);
    CHECK(kept.name() == "calls_total");
    CHECK(kept.description() == "Calls.");
    CHECK(kept.type() == tacho::metric_type::counter);
}

TEST_CASE("creating a metric twice gives one metric of prometheus-cpp", "[component]") {
    component::prometheus_cpp_registry in;
    together(4, [&](std::size_t) {
        service<component::prometheus_cpp_registry> const it{in};
        for (int i = 0; i < 100; ++i)
            it.handle(0.5);
    });
    CHECK(
        sample(in.prometheus_format_str(), R"(service_requests_total{service="registry"})") == "400"
    );
}
