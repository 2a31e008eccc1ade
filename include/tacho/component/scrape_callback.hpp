// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SCRAPE_CALLBACK_HPP
#define TACHO_COMPONENT_SCRAPE_CALLBACK_HPP

#include <tacho/component/node.hpp>

#include <functional>
#include <memory>
#include <string>

namespace tacho::inline v0 {

namespace detail {

template <typename Signature>
class guarded_callback;

} // namespace detail

namespace component {

namespace detail {

/// A function that scrapes of a node, or of a node above it, call for as long as this object lives:
/// on their thread and one at a time, with no lock held. A function that throws is reported and
/// counted in `tacho_callback_errors_total`, and the scrape goes on without it.
///
/// Thread safety: distinct objects are safe. Progress: constructor and destructor lock; the
/// destructor waits for a running call, unless the call itself destroys the object. Errors:
/// std::invalid_argument for an empty function, std::bad_alloc.
template <typename Result>
class scrape_callback {
public:
    scrape_callback(node const& of, std::function<Result()> function);
    scrape_callback(scrape_callback const&) = delete;
    scrape_callback& operator=(scrape_callback const&) = delete;
    ~scrape_callback();

private:
    std::shared_ptr<node_state> in_;
    std::shared_ptr<tacho::detail::guarded_callback<Result()>> callback_;
};

} // namespace detail

/// Updates values before a scrape reads them. (For a value that has a metric of its own,
/// tacho::callback_gauge is better.) It should not wait: scrapes have a time limit.
using update_callback = detail::scrape_callback<void>;

/// Returns text of another library in the Prometheus text format 0.0.4, which is shown after the
/// metrics. Lines that Prometheus would refuse are reported and left out; see parse_text.
using text_callback = detail::scrape_callback<std::string>;

} // namespace component

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/scrape_callback.ipp> // IWYU pragma: export
#endif

#endif
