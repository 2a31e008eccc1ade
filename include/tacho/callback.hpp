// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_CALLBACK_HPP
#define TACHO_CALLBACK_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/fwd.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

template <typename Signature>
class guarded_callback;
class registry_state;

/// Asks a function for the value of one series at every scrape, for as long as this object lives.
class callback_binding {
public:
    callback_binding(
        registry& in,
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options,
        metric_type type
    );
    callback_binding(callback_binding const&) = delete;
    callback_binding& operator=(callback_binding const&) = delete;

    /// Unregisters. Waits for a running call, unless the call itself destroys this.
    ~callback_binding();

private:
    std::shared_ptr<registry_state> state_;
    std::shared_ptr<guarded_callback<double()>> callback_;
    series* series_;
};

/// Asks a function for a metric's value at every scrape, for as long as this object lives.
///
/// Thread safety: distinct objects are safe. Progress: constructor and destructor lock. Allocation:
/// yes, but not in a scrape. Errors: registration_error, std::bad_alloc.
template <metric_type Type>
class callback_metric {
public:
    /// Scrapes call `function` on their thread, one call at a time, with no lock held: it may
    /// register, record, and itself scrape (such a scrape leaves out callbacks that are running).
    /// If it throws, its series is left out of that scrape and `tacho_callback_errors_total` grows.
    /// A name may have several callbacks, with different constant labels. The destructor
    /// unregisters; it waits for a running call, unless the call itself destroys this.
    callback_metric(
        registry& in,
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : binding_{in, name, help, std::move(function), options, Type} {}

    callback_metric(
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : binding_{default_registry(), name, help, std::move(function), options, Type} {}

private:
    callback_binding binding_;
};

} // namespace detail

/// A gauge whose value is asked for at scrape time: a queue's length, a cache's size.
using callback_gauge = detail::callback_metric<metric_type::gauge>;

/// A counter that other code keeps. A value that is negative or not a number is left out, as if the
/// function had thrown.
using callback_counter = detail::callback_metric<metric_type::counter>;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/callback.ipp> // IWYU pragma: export
#endif

#endif
