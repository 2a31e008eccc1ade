// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/prometheus.hpp>
#include <tacho/tacho.hpp>

#include <boost/system/system_error.hpp>

#include <http/client.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/golden.hpp>
#include <support/hypertrace.hpp>
#include <support/text.hpp>

using http_test::client;
using tacho::hypertrace::prometheus;

namespace {

constexpr std::string_view head = "# HELP trace_counter Counts how many times a function has been "
                                  "traced\n# TYPE trace_counter counter\n";

struct thing {
    void touch() const { traced.trace(); }
    tacho::hypertrace::tracer traced{*this};
};

} // namespace

TEST_CASE("the metrics of traces are served", "[hypertrace][golden]") {
    prometheus trace_function{
        {.port = 0, .allowed_props = {"topic", "peer-id"}, .collect_defaults = false}
    };
    tacho::hypertrace::set_trace_function(trace_function);
    run_canonical_example();
    tacho::hypertrace::clear_trace_function();

    client peer{trace_function.port()};
    auto const answer = peer.get("/metrics");
    CHECK(answer.status == 200);
    CHECK(answer.fields.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(
        with_filename(answer.body, "/x/canonical_example.js") ==
        golden("hypertrace/canonical_metrics.txt")
    );
    CHECK(trace_function.metrics() == answer.body);
    CHECK(peer.get("/metrics?x=1").body == answer.body);
    CHECK(peer.get("/elsewhere").status == 404);
}

TEST_CASE("before a trace there are HELP and TYPE to be served", "[hypertrace]") {
    prometheus const trace_function{{.port = 0, .collect_defaults = false}};
    client peer{trace_function.port()};
    CHECK(peer.get("/metrics").body == head);
    CHECK(trace_function.metrics() == head);
}

TEST_CASE("without a port there is no server", "[hypertrace]") {
    prometheus const trace_function{{.collect_defaults = false}};
    CHECK(trace_function.port() == 0);
    CHECK(trace_function.metrics() == head);
}

TEST_CASE("a trace function knows the process, if it may", "[hypertrace]") {
    prometheus const with;
    prometheus const without{{.collect_defaults = false}};
    CHECK_THAT(without.metrics(), !Catch::Contains("process_"));
#if defined(__linux__)
    CHECK_THAT(with.metrics(), Catch::Contains("# TYPE process_cpu_seconds_total counter\n"));
#endif
}

TEST_CASE("a registry may be given, and keeps what it has", "[hypertrace]") {
    tacho::registry in;
    tacho::counter const other{in, "other_total", "Other."};
    {
        prometheus const trace_function{{.port = 0, .registry = &in, .collect_defaults = false}};
        client peer{trace_function.port()};
        CHECK(sample(peer.get("/metrics").body, "other_total") == "0");
        CHECK_THAT(tacho::to_text(in), Catch::Contains(std::string{head}));
    }
    CHECK_THAT(tacho::to_text(in), !Catch::Contains("trace_counter"));
    CHECK(sample(in, "other_total") == "0");
}

TEST_CASE("stopped, it serves nothing and its name is free", "[hypertrace]") {
    tacho::registry in;
    prometheus first{{.port = 0, .registry = &in, .allowed_props = {"a"}, .collect_defaults = false}
    };
    first.stop();
    first.stop(); // again is nothing
    CHECK(first.metrics().empty());
    prometheus const second{
        {.port = 0, .registry = &in, .allowed_props = {"b"}, .collect_defaults = false}
    };
    tracing_by const on{second};
    thing const it;
    it.touch();
    CHECK_THAT(second.metrics(), Catch::Contains("object_classname=\"thing\""));
}

TEST_CASE("traces go on after the trace function is gone", "[hypertrace]") {
    std::optional<prometheus> trace_function{std::in_place};
    tracing_by const on{*trace_function};
    thing const it;
    trace_function.reset();
    it.touch();
    SUCCEED("under a sanitizer nothing was used that is gone");
}

TEST_CASE("a port that is taken is an error and leaves the registry as it was", "[hypertrace]") {
    tacho::registry in;
    prometheus const first{{.port = 0, .collect_defaults = false}};
    CHECK_THROWS_AS(
        (prometheus{{.port = first.port(), .registry = &in}}), boost::system::system_error
    );
    CHECK(tacho::to_text(in).empty());
}
