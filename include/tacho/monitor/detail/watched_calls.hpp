// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_DETAIL_WATCHED_CALLS_HPP
#define TACHO_MONITOR_DETAIL_WATCHED_CALLS_HPP

#include <tacho/monitor/execution_monitor.hpp>

#include <utility>

namespace tacho::inline v0::detail {

/// A call that a monitor_thread watches. Part of the call's own memory.
class watched_call {
public:
    watched_call(watched_call const&) = delete;
    watched_call& operator=(watched_call const&) = delete;

    /// Asks the watches that are due, and gives the time of the next; `monitor_time::max()` when
    /// there is none. On the thread, with no lock held.
    [[nodiscard]] virtual monitor_time ask(monitor_time now) noexcept = 0;

protected:
    watched_call() = default;
    virtual ~watched_call() = default;

private:
    friend class watched_calls;

    monitor_time due_{};
    bool watched_{false};
    watched_call* first_child_{nullptr};
    watched_call* next_{nullptr};   // a child of the same call
    watched_call* before_{nullptr}; // the child before, or of the first one its parent
};

/// The calls under watch, the most urgent first: a pairing heap, linked through the calls, in which
/// no call is due sooner than its parent.
///
/// Thread safety: none. Progress: `add` takes constant time, `remove` a logarithm of the number of
/// calls on average. Allocation: none.
class watched_calls {
public:
    /// The one that is due first; null when there is none.
    [[nodiscard]] watched_call* most_urgent() const noexcept { return root_; }

    /// When the first is due; `monitor_time::max()` when there is none.
    [[nodiscard]] monitor_time due() const noexcept {
        return root_ != nullptr ? root_->due_ : monitor_time::max();
    }

    /// It is not among them yet.
    void add(watched_call& call, monitor_time due) noexcept {
        call.due_ = due;
        call.watched_ = true;
        root_ = root_ != nullptr ? merged(*root_, call) : &call;
    }

    /// Does nothing when it is not among them.
    void remove(watched_call& call) noexcept {
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

private:
    /// Of two without siblings, the more urgent, with the other as its first child.
    static watched_call* merged(watched_call& one, watched_call& other) noexcept {
        auto& parent = other.due_ < one.due_ ? other : one;
        auto& child = &parent == &one ? other : one;
        child.before_ = &parent;
        child.next_ = parent.first_child_;
        if (child.next_ != nullptr)
            child.next_->before_ = &child;
        parent.first_child_ = &child;
        return &parent;
    }

    static void take_out(watched_call& child) noexcept {
        auto& to_it = child.before_->first_child_ == &child ? child.before_->first_child_
                                                            : child.before_->next_;
        to_it = child.next_;
        if (child.next_ != nullptr)
            child.next_->before_ = child.before_;
        child.before_ = child.next_ = nullptr;
    }

    /// Merges siblings: two and two, and then all pairs, from the last to the first, which is what
    /// makes it a logarithm.
    static watched_call* one_of(watched_call* siblings) noexcept {
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

    watched_call* root_{nullptr};
};

} // namespace tacho::inline v0::detail

#endif
