// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_GATHERER_HPP
#define TACHO_EXPOSITION_GATHERER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <functional>
#include <utility>

namespace tacho::inline v0 {

/// A source of expositions: `gather` gets an empty exposition and adds at least one snapshot to it.
template <typename Source>
concept gathers = std::copyable<Source> && requires(Source const& source, exposition& into) {
    { source.gather(into) } -> std::same_as<void>;
};

/// Anything that can be scraped: a registry, or any other source of expositions.
///
/// Thread safety: that of the source; registries are safe. Errors: those of collecting.
class gatherer {
public:
    gatherer(registry_ref of);   // NOLINT(google-explicit-constructor)
    gatherer(registry const& of) // NOLINT(google-explicit-constructor)
        : gatherer{registry_ref{of}} {}
    template <typename Source>
        requires(!std::same_as<Source, gatherer>) && gathers<Source>
    gatherer(Source of) // NOLINT(google-explicit-constructor)
        : gather_{[source = std::move(of)](exposition& into) { source.gather(into); }} {}

    /// Scrapes the source into `into`, which must be empty.
    void gather(exposition& into) const { gather_(into); }

private:
    std::function<void(exposition&)> gather_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/gatherer.ipp> // IWYU pragma: export
#endif

#endif
