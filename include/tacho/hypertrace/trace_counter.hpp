// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_COUNTER_HPP
#define TACHO_HYPERTRACE_TRACE_COUNTER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/fwd.hpp>
#include <tacho/hypertrace/trace_function.hpp>
#include <tacho/options.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// Which labels `trace_counter` has, and how many series.
struct trace_counter_options {
    /// The properties that become labels `object_props_…`, `parent_object_props_…` and
    /// `caller_props_…`. In the label's name, characters other than letters, digits and `_` become
    /// `_`; of properties that get one name that way, the value of the last one counts.
    std::vector<std::string> allowed_props{};

    /// Whether series are told apart by `object_id` and `parent_object_id`. Leave these labels out
    /// where objects come and go by the million.
    bool object_ids{true};

    /// How many series there may be; traces beyond that are counted in one further series.
    std::size_t series_limit{metric_options{}.series_limit};
};

namespace detail {

class trace_counts;

/// A property's name as part of a label's name: each UTF-16 unit that a label's name cannot contain
/// becomes a `_`, as in hypertrace-prometheus.
[[nodiscard]] TACHO_DECL std::string name_in_label(std::string_view prop);

} // namespace detail

/// The trace function that counts: `trace_counter`, with the labels of hypertrace-prometheus, in
/// its order. A handle; copies count in the same metric, which stays usable after its registry.
///
/// Thread safety: safe. Progress: as runtime_family::with. Allocation: none for a series that
/// exists. Errors: the constructor throws registration_error.
class trace_counter {
public:
    explicit trace_counter(registry& in, trace_counter_options const& options = {});

    void operator()(traced_call const& call) const;

    /// Takes the metric out of its registry: the name is free. Traces are still counted, but no
    /// scrape shows them.
    void unregister() const;

private:
    std::shared_ptr<detail::trace_counts const> counts_;
};

} // namespace tacho::inline v0::hypertrace

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hypertrace/trace_counter.ipp> // IWYU pragma: export
#endif

#endif
