// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SELF_METRICS_HPP
#define TACHO_SELF_METRICS_HPP

#include <tacho/callback.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/fwd.hpp>

namespace tacho::inline v0 {

/// tacho's own metrics, registered for as long as this object lives. They cover the whole process
/// and are counted off the hot path.
class self_metrics {
public:
    explicit self_metrics(registry& in);

private:
    callback_gauge slabs_;
    callback_gauge cells_beyond_;
    callback_counter shared_records_;
    callback_counter lost_records_;
    callback_counter refused_records_;
    callback_counter torn_reads_;
    callback_counter overflow_lookups_;
    callback_counter callback_errors_;
    callback_counter left_out_families_;
    callback_counter left_out_series_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/self_metrics.ipp> // IWYU pragma: export
#endif

#endif
