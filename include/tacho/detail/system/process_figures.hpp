// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_PROCESS_FIGURES_HPP
#define TACHO_DETAIL_SYSTEM_PROCESS_FIGURES_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <optional>
#include <string_view>

namespace tacho::inline v0::detail {

/// The figures that the system reports about this process. A figure that it does not report is
/// absent.
struct process_figures {
    std::optional<double> user_seconds{};
    std::optional<double> system_seconds{};
    std::optional<double> cpu_seconds{};
    std::optional<double> start_time_seconds{}; // since 1970
    std::optional<double> resident_bytes{};
    std::optional<double> virtual_bytes{};
    std::optional<double> most_virtual_bytes{};
    std::optional<double> heap_bytes{};
    std::optional<double> open_descriptors{};
    std::optional<double> most_descriptors{};
    std::optional<double> threads{};
    std::optional<double> received_bytes{};
    std::optional<double> sent_bytes{};
};

/// Reads the content of `/proc/self/stat`. Its second field, the program's name, may contain blanks
/// and brackets. (proc(5)) The start time is then in seconds since the system started.
TACHO_DECL void
read_stat(std::string_view stat, double ticks_per_second, double page, process_figures& into);

/// When the system started, from the content of `/proc/stat`.
[[nodiscard]] TACHO_DECL std::optional<double> boot_time(std::string_view stat);

/// A number from the content of `/proc/self/net/netstat`: a line of names, then a line of numbers.
[[nodiscard]] TACHO_DECL std::optional<double>
octets(std::string_view netstat, std::string_view name);

[[nodiscard]] TACHO_DECL process_figures read_process_figures();

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/process_figures.ipp> // IWYU pragma: export
#endif

#endif
