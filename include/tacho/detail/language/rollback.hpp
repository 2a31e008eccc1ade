// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_ROLLBACK_HPP
#define TACHO_DETAIL_LANGUAGE_ROLLBACK_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <concepts>
#include <utility>

namespace tacho::inline v0::detail {

/// Calls `undo` at the end of a scope that is left before `keep()`, that is, by an exception.
template <std::invocable Undo>
class rollback {
public:
    explicit rollback(Undo undo)
        : undo_{std::move(undo)} {}
    rollback(rollback const&) = delete;
    rollback& operator=(rollback const&) = delete;
    ~rollback() {
        if (!kept_)
            undo_();
    }

    void keep() noexcept { kept_ = true; }

private:
    Undo undo_;
    bool kept_{false};
};

} // namespace tacho::inline v0::detail

#endif
