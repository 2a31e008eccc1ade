// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTOR_HPP
#define TACHO_COLLECTOR_HPP

#include <tacho/collection.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/error.hpp>
#include <tacho/registry.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

namespace tacho::inline v0 {

/// Asks a function for whole families at every scrape, for as long as this object lives: for
/// numbers that somebody else keeps under labels that come and go.
///
/// The function is called by scrapes, on their thread and one at a time, with no lock held: it may
/// register, record, and itself scrape (which leaves out what is running). If it throws, nothing it
/// gave is in that scrape, and `tacho_callback_errors_total` grows. What it gives is buffered until
/// the scrape is sent.
///
/// Thread safety, progress, allocation and errors: as callback_gauge; what is given is allocated at
/// every scrape.
class collector {
public:
    collector(registry& in, std::function<void(collection&)> function)
        : state_{detail::registry_access::shared(in)}
        , callback_{std::make_shared<detail::collector_callback>(given(std::move(function)))} {
        auto const guard = state_->home.lock_registration();
        state_->collectors.push_back(callback_);
        ++state_->version;
    }

    explicit collector(std::function<void(collection&)> function)
        : collector{default_registry(), std::move(function)} {}

    collector(collector const&) = delete;
    collector& operator=(collector const&) = delete;

    /// Unregisters. Waits for a running call, unless it is itself inside of it.
    ~collector() {
        {
            auto const guard = state_->home.lock_registration();
            std::erase(state_->collectors, callback_);
            ++state_->version;
        }
        callback_->retire();
    }

private:
    [[nodiscard]] static std::function<void(collection&)>
    given(std::function<void(collection&)> function) {
        if (!function)
            detail::fail_registration("(collector)", "it is empty: there is nothing to call");
        return function;
    }

    std::shared_ptr<detail::registry_state> state_;
    std::shared_ptr<detail::collector_callback> callback_;
};

} // namespace tacho::inline v0

#endif
