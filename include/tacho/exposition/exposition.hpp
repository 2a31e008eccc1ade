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

/// What one scrape shows, of one or more snapshots and of the texts of other programs.
///
/// Thread safety: distinct objects are safe, shared ones are not. Allocation: keeps its memory when
/// it is cleared. Errors: std::bad_alloc.
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

    /// Adds families of a text.
    void add(std::vector<parsed_family> families);

    /// Puts the families of all snapshots in order of their names, and those of one name together,
    /// whose snapshots keep their order. Parsed families keep theirs, those of one name together
    /// at the first one's place.
    ///
    /// No name may mean two things. If families share a name, or a sample's name, but differ in
    /// type, help or unit, the first is shown and the others are left out; a parsed family that has
    /// a name of a snapshot's is left out too. If a series is there twice, the first is shown.
    /// Scrapes never fail for any of that.
    left_out merge(left_out_report const& report = {});

    /// Gives the values' memory back.
    void clear() noexcept;

    /// What encoders write. The exposition has to have a snapshot.
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
