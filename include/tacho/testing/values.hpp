// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_VALUES_HPP
#define TACHO_TESTING_VALUES_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::testing {

/// Every sample of a registry at one moment, by the name and labels that the text format gives it:
/// a histogram has `x_count`, `x_sum`, and `x_bucket` with the label `le`.
///
///     tacho::testing::values const before{registry};
///     serve(request);
///     assert(before.change("requests_total", {{"code", "200"}}) == 1);
///
/// Thread safety: distinct objects are safe. Errors: those of collecting.
class values {
public:
    /// Scrapes `of`, and keeps it for `change`.
    TACHO_DECL explicit values(registry_ref const& of);

    /// The value of a sample; std::nullopt if no sample has this name with exactly these labels, in
    /// any order.
    [[nodiscard]] TACHO_DECL std::optional<double>
    value(std::string_view name, std::vector<label> labels = {}) const;

    /// How much a sample has changed since, which it does from 0 if it did not exist; std::nullopt
    /// if it does not exist now.
    [[nodiscard]] TACHO_DECL std::optional<double>
    change(std::string_view name, std::vector<label> const& labels = {}) const;

private:
    registry_ref of_;
    std::map<std::string, double> all_{}; // by name and sorted labels
};

/// The present value of one sample, as `values::value` gives it.
[[nodiscard]] TACHO_DECL std::optional<double>
value_of(registry_ref const& in, std::string_view name, std::vector<label> const& labels = {});

} // namespace tacho::inline v0::testing

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/testing/values.ipp> // IWYU pragma: export
#endif

#endif
