// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_HPP
#define TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/family_description.hpp>
#include <tacho/options.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tacho::inline v0::detail {

/// A series that a collector added, with its own text.
struct collected_sample {
    std::string text{}; // `name{labels} `
    std::vector<label> labels{};
    std::vector<std::uint64_t> values{};
};

/// A family that a collector added.
struct collected_family {
    family_description description{};
    std::vector<collected_sample> samples{};
    std::set<std::string> seen{}; // the texts of the samples
};

/// All families that the collectors of a registry added in one scrape.
struct collected_families {
    std::vector<std::unique_ptr<collected_family>> all{}; // collectors keep references to them

    /// The number of samples of each family. `rewind` takes these numbers and removes the samples
    /// that were added later.
    [[nodiscard]] std::vector<std::size_t> mark() const;
    void rewind(std::vector<std::size_t> const& sizes) noexcept;
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/collected_families.ipp> // IWYU pragma: export
#endif

#endif
