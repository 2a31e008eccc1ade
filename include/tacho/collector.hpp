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

} // namespace detail

/// Asks a function for whole families at every scrape, for as long as this object lives: for
/// numbers that other code keeps under labels that come and go.
///
/// Scrapes call the function on their thread, one call at a time, with no lock held: it may
/// register, record, and itself scrape (such a scrape leaves out callbacks that are running). If it
/// throws, nothing it gave is in that scrape, and `tacho_callback_errors_total` grows. What it
/// gives is buffered until the scrape is sent.
///
/// Thread safety, progress, allocation and errors: as callback_gauge; what is given is allocated at
/// every scrape.
class collector {
public:
    collector(registry& in, std::function<void(collection&)> function);

    explicit collector(std::function<void(collection&)> function)
        : collector{default_registry(), std::move(function)} {}

    collector(collector const&) = delete;
    collector& operator=(collector const&) = delete;

    /// Unregisters. Waits for a running call, unless the call itself destroys this.
    ~collector();

private:
    std::shared_ptr<detail::registry_state> state_;
    std::shared_ptr<detail::guarded_callback<void(collection&)>> callback_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/collector.ipp> // IWYU pragma: export
#endif

#endif
