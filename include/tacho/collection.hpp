// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTION_HPP
#define TACHO_COLLECTION_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

class collected_families;
struct collected_family;

} // namespace detail

/// Receives the families and samples that a custom collector gives during a scrape.
///
/// Thread safety: for the thread that calls the collector, during the call. Errors:
/// registration_error for an invalid name, label or bound; if the collector throws, this scrape
/// shows nothing that it gave.
class collection {
public:
    /// A family that the collector is filling. Valid until the collector returns.
    class family_sink {
    public:
        /// Adds a sample. A sample with the labels of an earlier one is left out. Labels are
        /// written in order of their names.
        family_sink& sample(std::vector<label> const& labels, double value);

        /// Adds a summary: a sum and the number of what was added up.
        family_sink& summary(std::vector<label> const& labels, double sum, std::uint64_t count);

        /// Adds a histogram. `counts` holds the count of each bucket, not cumulative, the last one
        /// for +Inf. All histograms of a family must have the same bounds.
        family_sink& histogram(
            std::vector<label> const& labels,
            std::span<double const> bounds,
            std::span<std::uint64_t const> counts,
            double sum
        );

    private:
        friend class collection;
        family_sink(detail::collected_families& in, detail::collected_family& to) noexcept
            : in_{&in}
            , to_{&to} {}

        void add(std::vector<label> const& labels, std::vector<std::uint64_t> values);

        detail::collected_families* in_;
        detail::collected_family* to_;
    };

    /// Called by a scrape, which owns `into`, where the families are kept.
    explicit collection(detail::collected_families& into) noexcept
        : into_{&into} {}
    collection(collection const&) = delete;
    collection& operator=(collection const&) = delete;

    /// Begins a family, or continues one begun earlier in this scrape. A family whose name is
    /// registered is left out. A stateset is given as gauges.
    [[nodiscard]] family_sink family(
        std::string_view name, std::string_view help, metric_type type, std::string_view unit = {}
    );

private:
    detail::collected_families* into_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/collection.ipp> // IWYU pragma: export
#endif

#endif
