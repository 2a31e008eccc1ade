// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_WRITE_TEXT_HPP
#define TACHO_EXPOSITION_WRITE_TEXT_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <cstdio> // for what everybody does with to_text(): print it
#include <string>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0 {

namespace detail {

/// Scrapes `of` and passes its text to `sink` in pieces, with `context`.
TACHO_DECL void
write_text(registry_ref const& of, void (*sink)(void* context, std::string_view), void* context);

} // namespace detail

/// Scrapes `of` and passes its text to `sink` in pieces of `std::string_view`.
template <typename Sink>
    requires std::invocable<Sink&, std::string_view>
void write_text(registry_ref const& of, Sink&& sink) {
    auto* const context = const_cast<void*>(static_cast<void const*>(&sink));
    detail::write_text(
        of,
        [](void* to, std::string_view piece) {
            (*static_cast<std::remove_reference_t<Sink>*>(to))(piece);
        },
        context
    );
}

/// What a text has besides the metrics of its registry.
struct text_options {
    /// Whether the library's own metrics follow (self_metrics.hpp), as they do on an exposer's
    /// page. They tell of mistakes that nothing else shows, such as refused values.
    bool self_metrics{false};
};

/// Scrapes `of` and returns its text in the Prometheus text format 0.0.4.
[[nodiscard]] TACHO_DECL std::string
to_text(registry_ref const& of = default_registry(), text_options const& chosen = {});

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/write_text.ipp> // IWYU pragma: export
#endif

#endif
