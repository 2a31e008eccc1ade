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
        std::uint32_t first_left_out; // index into `left_out`; ends at the next entry's
        bool continues;               // the previous entry is of the same family
    };
    std::vector<entry> entries{};
    std::vector<std::uint32_t> left_out{}; // series
    std::size_t parts{0};                  // snapshots in the plan; later ones follow as they are
};

} // namespace detail

/// A view of an exposition for encoders: the families of its snapshots, one after another, then the
/// families parsed from foreign texts. It is to an exposition what std::string_view is to
/// std::string.
class exposition_view {
public:
    /// An empty view.
    exposition_view() = default;

    /// A view of all families of all `parts`, which must not be empty.
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

    /// Returns the next family of the snapshots; std::nullopt at the end.
    [[nodiscard]] std::optional<family_view> next() noexcept;

    /// Families that another program has written in the text format.
    [[nodiscard]] std::span<parsed_family const> parsed() const noexcept { return parsed_; }

    /// Memory for an encoder's text, kept from scrape to scrape. Only one encoder may use it at a
    /// time.
    [[nodiscard]] std::string& text_memory() const noexcept;

private:
    [[nodiscard]] family_view planned(std::size_t index) const noexcept;

    std::span<snapshot> parts_{};
    detail::exposition_plan const* plan_{nullptr};
    std::span<parsed_family const> parsed_{};
    std::size_t part_{0};
    std::size_t family_{0}; // index in the part, or in the plan's entries
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/exposition_view.ipp> // IWYU pragma: export
#endif

#endif
