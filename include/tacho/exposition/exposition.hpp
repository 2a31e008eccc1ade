// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSITION_HPP
#define TACHO_EXPOSITION_EXPOSITION_HPP

#include <tacho/exposition/detail/merger.hpp>
#include <tacho/exposition/detail/sections.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

/// What one scrape shows, out of one or more snapshots and texts of others.
///
/// Thread safety: distinct objects are safe, shared ones are not. Allocation: keeps its memory when
/// it is cleared. Errors: std::bad_alloc.
class exposition {
public:
    /// Adds a snapshot's families, behind all others.
    void add(snapshot part) { parts_.push_back(std::move(part)); }

    /// Adds the families of a snapshot whose names are not there yet.
    void add_missing(snapshot part) {
        part.leave_out([&](std::string const& name) { return has(name); });
        add(std::move(part));
    }

    /// Adds families of a text.
    void add(std::vector<parsed_family> families) {
        std::ranges::move(families, std::back_inserter(foreign_));
    }

    /// Puts the families of all snapshots in order of their names, and those of one name together,
    /// whose snapshots keep their order. Foreign families keep theirs, those of one name together
    /// at the first one's place.
    ///
    /// No name may mean two things. Of families that have a name, or a sample's name, in common but
    /// differ in type, help or unit, the first is shown and the others are left out; so is a
    /// foreign family that has a name of a snapshot's. Of series that are there twice the first is
    /// shown. Scrapes never fail for any of that.
    left_out merge(left_out_report const& report = {}) {
        detail::exposition_merger merger{parts_, report};
        foreign_ = merger.merge(std::move(foreign_));
        plan_ = merger.take_plan();
        return merger.counts();
    }

    /// Gives the values' memory back.
    void clear() noexcept {
        parts_.clear();
        foreign_.clear();
        plan_.entries.clear();
        plan_.left_out.clear();
        plan_.parts = 0;
    }

    /// What encoders write. There has to be a snapshot.
    [[nodiscard]] sections view() noexcept { return {parts_, plan_, foreign_}; }

private:
    [[nodiscard]] bool has(std::string const& name) const noexcept {
        for (auto const& part : parts_)
            for (std::size_t i = 0; i < part.size(); ++i)
                if (part[i].description().name == name)
                    return true;
        return std::ranges::find(foreign_, name, &parsed_family::name) != foreign_.end();
    }

    std::vector<snapshot> parts_{};
    std::vector<parsed_family> foreign_{};
    section_plan plan_{};
};

} // namespace tacho::inline v0

#endif
