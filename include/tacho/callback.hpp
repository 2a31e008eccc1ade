// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_CALLBACK_HPP
#define TACHO_CALLBACK_HPP

#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/error.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

/// Asks a function for a metric's value at every scrape, for as long as this object lives.
///
/// Thread safety: distinct objects are safe. Progress: constructor and destructor lock. Allocation:
/// yes, but not in a scrape. Errors: registration_error, std::bad_alloc.
template <metric_type Type>
class callback_metric {
public:
    /// `function` is called by scrapes, on their thread and one at a time, with no lock held: it
    /// may register, record, and itself scrape (which leaves out what is running). If it throws,
    /// its series is left out of that scrape and `tacho_callback_errors_total` grows. A name may
    /// have several callbacks, with different constant labels.
    callback_metric(
        registry& in,
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : state_{registry_access::shared(in)}
        , callback_{std::make_shared<number_callback>(given(name, std::move(function)))} {
        metric_shape shape;
        shape.type = Type;
        shape.place = number_place::callback;
        auto const guard = state_->home.lock_registration();
        series_ = &state_->bind({name.text(), help, options, shape}, callback_);
    }

    callback_metric(
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : callback_metric{default_registry(), name, help, std::move(function), options} {}

    callback_metric(callback_metric const&) = delete;
    callback_metric& operator=(callback_metric const&) = delete;

    /// Unregisters. Waits for a running call, unless it is itself inside of it.
    ~callback_metric() {
        {
            auto const guard = state_->home.lock_registration();
            state_->unbind(*series_);
        }
        callback_->retire();
    }

private:
    [[nodiscard]] static std::function<double()>
    given(metric_name const& name, std::function<double()> function) {
        if (!function)
            fail_registration(name.text(), "its callback is empty: there is nothing to call");
        return function;
    }

    std::shared_ptr<registry_state> state_;
    std::shared_ptr<number_callback> callback_;
    series* series_;
};

} // namespace detail

/// A gauge whose value is asked for at scrape time: a queue's length, a cache's size.
using callback_gauge = detail::callback_metric<metric_type::gauge>;

/// A counter somebody else keeps. A value that is negative or not a number is left out, as if it
/// had thrown.
using callback_counter = detail::callback_metric<metric_type::counter>;

} // namespace tacho::inline v0

#endif
