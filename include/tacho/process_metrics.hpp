// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_PROCESS_METRICS_HPP
#define TACHO_PROCESS_METRICS_HPP

#include <tacho/collector.hpp>
#include <tacho/fwd.hpp>

namespace tacho::inline v0 {

/// The metrics of the process itself, with the names that all Prometheus client libraries use:
/// processor time, memory, file descriptors, threads, start ("Writing client libraries", Standard
/// and runtime collectors). They are read at every scrape. A metric that the system does not
/// provide is left out; systems other than Linux provide none of them.
///
/// The bytes sent and received are those of the network namespace that the process is in.
///
/// Thread safety, progress, allocation and errors: as for collector.
class process_metrics {
public:
    explicit process_metrics(registry& in);

    /// Overload that registers in `default_registry()`.
    process_metrics();

private:
    collector collector_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/process_metrics.ipp> // IWYU pragma: export
#endif

#endif
