// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_SCRAPE_SOURCE_HPP
#define TACHO_EXPOSITION_SCRAPE_SOURCE_HPP

#include <tacho/exposition/body.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <functional>
#include <utility>

namespace tacho::inline v0 {

/// What can fill a body, with at least one snapshot.
template <typename Source>
concept fills_body = std::copyable<Source> && requires(Source const& source, body& into) {
    { source.fill(into) } -> std::same_as<void>;
};

/// Something that can be scraped: a registry, or whatever else fills a body.
///
/// Thread safety: as what it is made of; registries are safe. Errors: as collecting.
class scrape_source {
public:
    scrape_source(registry_ref of) // NOLINT(google-explicit-constructor)
        : fill_{[of = std::move(of)](body& into) { into.add(of.collect()); }} {}
    scrape_source(registry const& of) // NOLINT(google-explicit-constructor)
        : scrape_source{registry_ref{of}} {}
    template <typename Source>
        requires(!std::same_as<Source, scrape_source>) && fills_body<Source>
    scrape_source(Source of) // NOLINT(google-explicit-constructor)
        : fill_{[of = std::move(of)](body& into) { of.fill(into); }} {}

    /// Scrapes, into a body that is empty.
    void fill(body& into) const { fill_(into); }

private:
    std::function<void(body&)> fill_;
};

} // namespace tacho::inline v0

#endif
