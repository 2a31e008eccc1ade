// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_OPTIONS_HPP
#define TACHO_OPTIONS_HPP

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

/// What a metric may be given besides its name and help.
struct metric_options {
    /// Constant labels, the same on every series of this metric. Metrics of one name may differ in
    /// their values.
    std::vector<label> labels{};

    /// The base unit, such as "seconds" or "bytes". The name has to end in it (a counter's: before
    /// `_total`).
    std::string unit{};

    /// How many series a family may have; records for more go to one overflow series.
    std::size_t series_limit{10000};

    /// Whether a family shows its HELP and TYPE before it has a series. The first metric of a name
    /// says so for all.
    bool announced{false};
};

} // namespace tacho::inline v0

#endif
