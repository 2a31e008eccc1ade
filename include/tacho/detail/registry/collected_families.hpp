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
#include <string_view>
#include <unordered_map>
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
    std::vector<std::string> sample_names{}; // every name that it may expose
    std::vector<collected_sample> samples{};
    std::set<std::string> seen{}; // the texts of the samples
};

/// All families that the collectors of a registry added in one scrape.
class collected_families {
public:
    std::vector<std::unique_ptr<collected_family>> all{}; // collectors keep references to them

    /// The family that has this sample name; null when there is none. Families that were taken out
    /// of `all` must not be asked for: call `clear` first.
    [[nodiscard]] collected_family* find(std::string_view sample_name) const;

    /// Adds a family, which has a description and sample names. May throw std::bad_alloc.
    collected_family& add(std::unique_ptr<collected_family> made);

    /// Adds a sample, unless the family has one with this text. May throw std::bad_alloc.
    void add_sample(collected_family& to, collected_sample made);

    /// The number of families and of samples. `rewind` takes these numbers and removes what was
    /// added later.
    struct extent {
        std::size_t families;
        std::size_t samples;
    };
    [[nodiscard]] extent mark() const noexcept { return {all.size(), added_.size()}; }
    void rewind(extent const& to) noexcept;
    void clear() noexcept;

private:
    std::unordered_map<std::string_view, collected_family*> by_sample_{};
    std::vector<collected_family*> added_{}; // for each sample, in order
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/collected_families.ipp> // IWYU pragma: export
#endif

#endif
