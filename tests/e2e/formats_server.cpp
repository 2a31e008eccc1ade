// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstdio>
#include <iostream>
#include <limits>
#include <string>
#include <string_view>

// Serves one family of every type, and foreign ones, until its standard input ends.

namespace {

enum class code { ok, failed };
constexpr std::array<std::string_view, 2> label_values(code) {
    return {"ok", "failed \"hard\"\n"};
}

struct metrics {
    explicit metrics(tacho::registry& in)
        : bytes{in, "sent_bytes_total", "Bytes \"sent\".", {.unit = "bytes"}}
        , requests{in, "requests_total", "Requests.\nAnswered ones."}
        , seconds{in, "busy_seconds_total", "Time.", {.unit = "seconds"}}
        , connections{in, "connections", "Open now."}
        , opened{in, "connections_total", "Ever opened."}
        , least{in, "least", "The least double."}
        , wait{in, "wait_seconds", "Waiting.", {.unit = "seconds"}}
        , build{in, "build_info", "What runs.", {{"version", "1.2"}}}
        , outcome{in, "outcome", "The last one."}
        , duration{in, "duration_seconds", "Durations.", {.unit = "seconds"}} {
        bytes.inc(9'007'199'254'740'993);
        requests.with(code::ok, "/a").inc(3);
        requests.with(code::failed, "\\\xC3\xA4").inc(4);
        seconds.inc(2.5);
        connections.inc(7);
        opened.inc(8);
        least.set(std::numeric_limits<double>::denorm_min());
        for (double const each : {0.05, 0.5, 1.0, 30.0})
            duration.with("x").observe(each);
        static_cast<void>(duration.with("never"));
        wait.with("x").observe(1.5);
        outcome.set(code::failed);
    }

    tacho::counter bytes;
    tacho::family<tacho::counter, tacho::enum_label<code>("code"), "path"> requests;
    tacho::float_counter seconds;
    tacho::up_down_counter connections;
    tacho::counter opened;
    tacho::gauge least;
    tacho::family<tacho::summary, "op"> wait;
    tacho::info build;
    tacho::stateset<code> outcome;
    tacho::family<tacho::histogram<tacho::buckets<0.1, 1, 10>>, "op"> duration;
};

constexpr std::string_view foreign = "# HELP other_seconds O.\n"
                                     "# TYPE other_seconds histogram\n"
                                     "other_seconds_bucket{le=\"1\"} 1\n"
                                     "other_seconds_bucket{le=\"+Inf\"} 2\n"
                                     "other_seconds_sum 12\nother_seconds_count 2\n"
                                     "# TYPE waited summary\n"
                                     "waited{quantile=\"0.5\"} 2\nwaited_sum 5\nwaited_count 3\n"
                                     "# TYPE torn histogram\ntorn_count 2\ntorn_sum 1\n"
                                     "plain{a=\"b\"} 17\n";

/// The registry, and beside it the text of another program.
struct served {
    tacho::registry const* registry;

    void gather(tacho::exposition& into) const {
        into.add(registry->collect());
        into.add(tacho::parse_text(foreign));
        into.merge();
    }
};

} // namespace

int main() {
    tacho::registry registry;
    metrics const recorded{registry};
    tacho::http::exposer const exposer{
        {.port = 0, .registry = served{&registry}, .self_metrics = false}
    };
    std::printf("port=%u\n", unsigned{exposer.port()});
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);)
        ;
}
