// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_OPTIONS_HPP
#define TACHO_OPTIONS_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace tacho::inline v0 {

/// One label: `service="api"`.
struct label {
    std::string name;
    std::string value;

    friend bool operator==(label const&, label const&) = default;
};

/// The optional properties of a metric, besides its name and help.
struct metric_options {
    /// Constant labels, the same on every series of this metric. Metrics of one name may differ in
    /// their values.
    std::vector<label> labels{};

    /// The base unit, such as "seconds" or "bytes". The name has to end in it (a counter's: before
    /// `_total`).
    std::string unit{};

    /// The maximum number of series of a family; lookups of further series give the overflow
    /// series.
    std::size_t series_limit{10000};

    /// Whether scrapes show HELP and TYPE of a family that has no series yet. The first metric
    /// registered with a name decides for all.
    bool announced{false};
};

} // namespace tacho::inline v0

#endif
