// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SCRAPE_CALLBACK_IPP
#define TACHO_COMPONENT_SCRAPE_CALLBACK_IPP

#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/scrape_callback.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/error.hpp>

#include <exception>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace tacho::inline v0::component::detail {

template <typename Result>
[[nodiscard]] auto& callbacks_of(node_state& in) noexcept {
    if constexpr (std::is_void_v<Result>)
        return in.updates;
    else
        return in.texts;
}

/// `function`, with its exceptions reported to `in`, which outlives the result.
template <typename Result>
[[nodiscard]] std::function<Result()>
reporting(node_state const& in, std::function<Result()> function) {
    if (!function)
        tacho::detail::fail<std::invalid_argument>("tacho: a callback of a node is empty");
#if defined(__cpp_exceptions)
    return [&in, called = std::move(function)]() -> Result {
        try {
            return called();
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

template <typename Result>
scrape_callback<Result>::scrape_callback(node const& of, std::function<Result()> function)
    : in_{of.state()}
    , callback_{std::make_shared<tacho::detail::guarded_callback<Result()>>(
          reporting(*in_, std::move(function))
      )} {
    auto const guard = node_state::lock();
    callbacks_of<Result>(*in_).push_back(callback_);
}

template <typename Result>
scrape_callback<Result>::~scrape_callback() {
    {
        auto const guard = node_state::lock();
        std::erase(callbacks_of<Result>(*in_), callback_);
    }
    callback_->retire();
}

#if defined(TACHO_SEPARATE_COMPILATION)
template class scrape_callback<void>;
template class scrape_callback<std::string>;
#endif

} // namespace tacho::inline v0::component::detail

#endif
