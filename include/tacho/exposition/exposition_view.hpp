// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSITION_VIEW_HPP
#define TACHO_EXPOSITION_EXPOSITION_VIEW_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// The order in which the families of several snapshots are shown. Families that conflict with an
/// earlier one are not in it.
struct exposition_plan {
    struct entry {
        std::uint32_t part;
        std::uint32_t family;
        std::uint32_t first_left_out; // in `left_out`: up to the next entry's
        bool continues;               // the entry before is of the same family
    };
    std::vector<entry> entries{};
    std::vector<std::uint32_t> left_out{}; // series
    std::size_t parts{0};                  // the plan covers these; later ones follow as they are
};

} // namespace detail

/// What an encoder writes: the families of an exposition, one after another, then those parsed from
/// the texts of other programs. To an exposition it is what std::string_view is to std::string.
class exposition_view {
public:
    /// An empty view.
    exposition_view() = default;

    /// A view of all families of all `parts`, of which there is at least one.
    explicit exposition_view(std::span<snapshot> parts) noexcept
        : parts_{parts} {}

    exposition_view(
        std::span<snapshot> parts,
        detail::exposition_plan const& plan,
        std::span<parsed_family const> parsed
    ) noexcept
        : parts_{parts}
        , plan_{&plan}
        , parsed_{parsed} {}

    /// The next family; nothing at the end.
    [[nodiscard]] std::optional<family_view> next() noexcept;

    /// Families that another program has written in the text format.
    [[nodiscard]] std::span<parsed_family const> parsed() const noexcept { return parsed_; }

    /// Memory for an encoder's text, kept from scrape to scrape. One encoder at a time.
    [[nodiscard]] std::string& text_memory() const noexcept;

private:
    [[nodiscard]] family_view planned(std::size_t index) const noexcept;

    std::span<snapshot> parts_{};
    detail::exposition_plan const* plan_{nullptr};
    std::span<parsed_family const> parsed_{};
    std::size_t part_{0};
    std::size_t family_{0}; // of the part, or the plan's entry
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/exposition_view.ipp> // IWYU pragma: export
#endif

#endif
