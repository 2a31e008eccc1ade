// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/testing.hpp>

#include <cstdio>
#include <string>
#include <string_view>

// Prints the text of metrics with good and bad names, and then, behind a line with "lint:", the
// names that the lint complains about, once for each complaint.

int main() {
    tacho::registry registry;
    for (std::string const name :
         {"a_ms",
          "b_milliseconds",
          "c_byte",
          "d_second_x",
          "e_mibibytes",
          "f_petabytes",
          "g_pebibytes",
          "h_ohms",
          "i_metres",
          "j_kelvins",
          "k_gauge_x",
          "l_counter",
          "gaugem",
          "x_Gauge",
          "a_milliseconds_ms",
          "z_ms_kb",
          "n:x",
          "oX",
          "q_info",
          "r_kilometres",
          "s_m_x",
          "t_k",
          "u_min",
          "v_degrees",
          "w_gram",
          "x_feet",
          "y_kilo",
          "z_count",
          "z_sum",
          "z_bucket",
          "X9_B",
          "z_decagrams",
          "z_MS",
          "z_hours",
          "z_total",
          "Http_x",
          "aBc_seconds",
          "a_Fahrenheit",
          "a_fahrenheit",
          "histogram",
          "_x",
          "bytes_read",
          "kilobits_per_second"})
        tacho::gauge{registry, tacho::runtime(name), "Help."};
    tacho::gauge{registry, "no_help", ""};
    tacho::counter{registry, "requests", "Help."};
    tacho::counter{registry, "requests_total_seconds", "Help."};
    tacho::family<tacho::gauge, "aB", "le", "quantile"> const labels{registry, "labels", "Help."};
    static_cast<void>(labels.with("1", "2", "3"));
    tacho::histogram<tacho::buckets<1>> const histogram{registry, "h_summary", "Help."};
    tacho::summary const summary{registry, "good_seconds", "Help."};
    tacho::info const info{registry, "build_info", "Help.", {{"version", "1"}}};
    tacho::collector const untyped{
        registry,
        [](tacho::collection& into) {
            into.family("untyped_total", "Help.", tacho::metric_type::untyped).sample({}, 1);
            into.family("untyped_count", "Help.", tacho::metric_type::untyped)
                .sample({{"le", "1"}}, 1);
        }
    };
    std::fputs(tacho::to_text(registry).c_str(), stdout);
    std::puts("lint:");
    for (auto const& [metric, text] : tacho::lint(registry))
        std::printf("%s\n", metric.c_str());
}
