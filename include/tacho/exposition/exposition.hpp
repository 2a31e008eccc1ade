// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSITION_HPP
#define TACHO_EXPOSITION_EXPOSITION_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/left_out.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <string>
#include <vector>

namespace tacho::inline v0 {

/// Holds what one scrape shows, gathered from one or more snapshots and from foreign texts.
///
/// Thread safety: distinct objects are safe, shared ones are not. Allocation: `clear` keeps the
/// memory of its lists. Errors: std::bad_alloc.
class exposition {
public:
    exposition();
    exposition(exposition&&) noexcept;
    exposition& operator=(exposition&&) noexcept;
    ~exposition();

    /// Adds a snapshot's families, after all others.
    void add(snapshot part);

    /// Adds those families of a snapshot whose names the exposition does not have yet.
    void add_missing(snapshot part);

    /// Adds the families of a foreign text.
    void add(std::vector<parsed_family> families);

    /// Sorts the families of all snapshots by name; families of the same name stay in the order of
    /// their snapshots. Parsed families keep their order, but those of the same name move to the
    /// place of the first.
    ///
    /// No name may mean two things. If families share a name, or a sample's name, but differ in
    /// type, help or unit, the first is shown and the others are left out; a parsed family that
    /// shares a name with a snapshot's family is left out too. If a series occurs twice, the first
    /// is shown. None of these conflicts makes a scrape fail. `report` is called for each family
    /// that is left out.
    left_out merge(left_out_report const& report = {});

    /// Removes all families; the snapshots give their memory back to their registries.
    void clear() noexcept;

    /// A view for encoders. The exposition must have at least one snapshot.
    [[nodiscard]] exposition_view view() noexcept { return {parts_, plan_, parsed_}; }

private:
    [[nodiscard]] bool has(std::string const& name) const noexcept;

    std::vector<snapshot> parts_{};
    std::vector<parsed_family> parsed_{};
    detail::exposition_plan plan_{};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/exposition.ipp> // IWYU pragma: export
#endif

#endif
