// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SCRAPE_CALLBACK_HPP
#define TACHO_COMPONENT_SCRAPE_CALLBACK_HPP

#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/node.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

namespace detail {

/// A function that scrapes of a node, or of one above it, call, for as long as this object lives:
/// on their thread and one at a time, with no lock held. One that throws is reported and counted
/// in `tacho_callback_errors_total`, and the scrape goes on without it.
///
/// Thread safety: distinct objects are safe. Progress: constructor and destructor lock; the
/// destructor waits for a running call, unless it is itself inside of it. Errors:
/// std::invalid_argument where there is no function, std::bad_alloc.
template <typename Result>
class scrape_callback {
    using callback = tacho::detail::guarded_callback<Result()>;

public:
    scrape_callback(node const& of, std::function<Result()> function)
        : in_{of.state()}
        , callback_{std::make_shared<callback>(reporting(*in_, std::move(function)))} {
        auto const guard = node_state::lock();
        list().push_back(callback_);
    }

    scrape_callback(scrape_callback const&) = delete;
    scrape_callback& operator=(scrape_callback const&) = delete;

    ~scrape_callback() {
        {
            auto const guard = node_state::lock();
            std::erase(list(), callback_);
        }
        callback_->retire();
    }

private:
    [[nodiscard]] std::vector<std::shared_ptr<callback>>& list() noexcept {
        if constexpr (std::is_void_v<Result>)
            return in_->updates;
        else
            return in_->texts;
    }

    /// `in` outlives it.
    [[nodiscard]] static std::function<Result()>
    reporting(node_state const& in, std::function<Result()> function) {
        if (!function)
            tacho::detail::fail<std::invalid_argument>("tacho: a callback of a node is empty");
#if defined(__cpp_exceptions)
        return [&in, function = std::move(function)]() -> Result {
            try {
                return function();
            } catch (std::exception const& error) {
                in.report(std::string{"tacho: a callback threw: "} + error.what());
                throw;
            } catch (...) {
                in.report("tacho: a callback threw what is no std::exception");
                throw;
            }
        };
#else
        static_cast<void>(in);
        return function;
#endif
    }

    std::shared_ptr<node_state> in_;
    std::shared_ptr<callback> callback_;
};

} // namespace detail

/// Brings values up to date before a scrape reads them. (A value that has a metric of its own is
/// better asked for by tacho::callback_gauge.) It should not wait: scrapes have a time limit.
using update_callback = detail::scrape_callback<void>;

/// Gives text of somebody else in the Prometheus text format 0.0.4 to be shown behind the metrics.
/// One that is wrong is reported and left out as a whole; see parse_text.
using text_callback = detail::scrape_callback<std::string>;

} // namespace tacho::inline v0::component

#endif
