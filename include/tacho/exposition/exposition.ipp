// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSITION_IPP
#define TACHO_EXPOSITION_EXPOSITION_IPP

#include <tacho/exposition/detail/merger.hpp>
#include <tacho/exposition/exposition.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

TACHO_DECL exposition::exposition() = default;
TACHO_DECL exposition::exposition(exposition&&) noexcept = default;
TACHO_DECL exposition& exposition::operator=(exposition&&) noexcept = default;
TACHO_DECL exposition::~exposition() = default;

TACHO_DECL void exposition::add(snapshot part) {
    parts_.push_back(std::move(part));
}

TACHO_DECL void exposition::add_missing(snapshot part) {
    part.leave_out([&](std::string const& name) { return has(name); });
    add(std::move(part));
}

TACHO_DECL void exposition::add(std::vector<parsed_family> families) {
    std::ranges::move(families, std::back_inserter(parsed_));
}

TACHO_DECL left_out exposition::merge(left_out_report const& report) {
    detail::exposition_merger merger{parts_, report};
    parsed_ = merger.merge(std::move(parsed_));
    plan_ = merger.take_plan();
    return merger.counts();
}

TACHO_DECL void exposition::clear() noexcept {
    parts_.clear();
    parsed_.clear();
    plan_.entries.clear();
    plan_.left_out.clear();
    plan_.parts = 0;
}

TACHO_DECL bool exposition::has(std::string const& name) const noexcept {
    for (auto const& part : parts_)
        for (std::size_t i = 0; i < part.size(); ++i)
            if (part[i].description().name == name)
                return true;
    return std::ranges::find(parsed_, name, &parsed_family::name) != parsed_.end();
}

} // namespace tacho::inline v0

#endif
