// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_OPTIONS_HPP
#define TACHO_OPTIONS_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

/// One label: `service="api"`.
struct label {
    std::string name;
    std::string value;

    friend bool operator==(label const&, label const&) = default;
};

namespace detail {

template <typename>
inline constexpr bool options_have_names = false;

/// Refuses options without names, of which two texts in braces would become one property: the range
/// between two pointers.
template <typename Char>
constexpr void refuse_two_texts() {
    static_assert(
        options_have_names<Char>,
        "options are given by name: tacho::counter c{\"name\", \"Help.\", {.labels = {{\"a\", "
        "\"b\"}}}}"
    );
}

} // namespace detail

/// Labels: a std::vector<label>.
struct label_list : std::vector<label> {
    using std::vector<label>::vector;
    using std::vector<label>::operator=;
    label_list() = default;
    label_list(std::vector<label> all) // NOLINT(google-explicit-constructor)
        : vector{std::move(all)} {}
    template <typename Char>
    label_list(Char const*, Char const*) {
        detail::refuse_two_texts<Char>();
    }
};

/// A unit: a std::string.
struct unit_name : std::string {
    using std::string::basic_string;
    using std::string::operator=;
    unit_name() = default;
    unit_name(std::string text) // NOLINT(google-explicit-constructor)
        : basic_string{std::move(text)} {}
    template <typename Char>
    unit_name(Char const*, Char const*) {
        detail::refuse_two_texts<Char>();
    }
};

/// The optional properties of a metric, besides its name and help. They are given by name.
struct metric_options {
    /// Constant labels, the same on every series of this metric. Metrics of one name may differ in
    /// their values.
    label_list labels{};

    /// The base unit, such as "seconds" or "bytes". The name has to end in it (a counter's: before
    /// `_total`).
    unit_name unit{};

    /// The maximum number of series of a family; lookups of further series give the overflow
    /// series.
    std::size_t series_limit{10000};

    /// Whether scrapes show HELP and TYPE of a family that has no series yet. The first metric
    /// registered with a name decides for all.
    bool announced{false};
};

} // namespace tacho::inline v0

#endif
