// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTOR_HPP
#define TACHO_COLLECTOR_HPP

#include <tacho/collection.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/fwd.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

template <typename Signature>
class guarded_callback;
class registry_state;
struct registered_collector;

} // namespace detail

/// Asks a function for whole families at every scrape, for as long as this object lives. It is
/// meant for numbers that other code keeps under labels that come and go.
///
/// A scrape calls the function on the scraping thread, one call at a time, with no lock held: the
/// function may register, record, and itself scrape (such a scrape leaves out the callbacks that
/// are running). If it throws, that scrape shows nothing that it gave, and
/// `tacho_callback_errors_total` grows. The families are buffered until the scrape is sent.
///
/// Thread safety, progress, allocation and errors: as for callback_gauge, but the families are
/// allocated at every scrape.
class collector {
public:
    collector(registry& in, std::function<void(collection&)> function);

    explicit collector(std::function<void(collection&)> function)
        : collector{default_registry(), std::move(function)} {}

    collector(collector const&) = delete;
    collector& operator=(collector const&) = delete;

    /// Unregisters the callback. Waits for a call in progress, unless that call itself destroys
    /// this object.
    ~collector();

private:
    std::shared_ptr<detail::registry_state> state_;
    std::shared_ptr<detail::guarded_callback<void(collection&)>> callback_{};
    detail::registered_collector* registered_{nullptr};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/collector.ipp> // IWYU pragma: export
#endif

#endif
