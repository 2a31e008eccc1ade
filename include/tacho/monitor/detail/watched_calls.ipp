// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_DETAIL_WATCHED_CALLS_IPP
#define TACHO_MONITOR_DETAIL_WATCHED_CALLS_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/monitor/detail/watched_calls.hpp>

#include <utility>

namespace tacho::inline v0::detail {

TACHO_DECL watched_call::~watched_call() = default;

TACHO_DECL void watched_calls::add(watched_call& call, monitor_time due) noexcept {
    call.due_ = due;
    call.watched_ = true;
    root_ = root_ != nullptr ? merged(*root_, call) : &call;
}

TACHO_DECL void watched_calls::remove(watched_call& call) noexcept {
    if (!std::exchange(call.watched_, false))
        return;
    auto* const orphans = one_of(std::exchange(call.first_child_, nullptr));
    if (&call == root_) {
        root_ = orphans;
        return;
    }
    take_out(call);
    if (orphans != nullptr)
        root_ = merged(*root_, *orphans);
}

/// Takes two calls without siblings, and returns the more urgent one with the other as its first
/// child.
TACHO_DECL watched_call* watched_calls::merged(watched_call& one, watched_call& other) noexcept {
    auto& parent = other.due_ < one.due_ ? other : one;
    auto& child = &parent == &one ? other : one;
    child.before_ = &parent;
    child.next_ = parent.first_child_;
    if (child.next_ != nullptr)
        child.next_->before_ = &child;
    parent.first_child_ = &child;
    return &parent;
}

TACHO_DECL void watched_calls::take_out(watched_call& child) noexcept {
    auto& to_it =
        child.before_->first_child_ == &child ? child.before_->first_child_ : child.before_->next_;
    to_it = child.next_;
    if (child.next_ != nullptr)
        child.next_->before_ = child.before_;
    child.before_ = child.next_ = nullptr;
}

/// Merges siblings: first in pairs, then all pairs from the last to the first, which is what makes
/// the cost a logarithm.
TACHO_DECL watched_call* watched_calls::one_of(watched_call* siblings) noexcept {
    watched_call* pairs = nullptr; // linked by next_, the last first
    while (siblings != nullptr) {
        auto* const one = siblings;
        auto* const other = one->next_;
        siblings = other != nullptr ? other->next_ : nullptr;
        one->before_ = one->next_ = nullptr;
        auto* pair = one;
        if (other != nullptr) {
            other->before_ = other->next_ = nullptr;
            pair = merged(*one, *other);
        }
        pair->next_ = pairs;
        pairs = pair;
    }
    watched_call* all = nullptr;
    while (pairs != nullptr) {
        auto* const pair = pairs;
        pairs = std::exchange(pair->next_, nullptr);
        all = all != nullptr ? merged(*all, *pair) : pair;
    }
    return all;
}

} // namespace tacho::inline v0::detail

#endif
