// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_GAPPED_LIST_HPP
#define TACHO_DETAIL_REGISTRY_GAPPED_LIST_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

/// Owns items in the order in which they were added. Taking one leaves a gap; the gaps are closed
/// when they are half of the list, so adding and taking cost constant time on average.
///
/// `Item` has a member `std::uint32_t position`, which is the list's. Adding and taking invalidate
/// iterators.
template <typename Item, typename Delete = std::default_delete<Item>>
class gapped_list {
public:
    using owner = std::unique_ptr<Item, Delete>;

    class iterator {
    public:
        explicit iterator(owner const* at, owner const* end) noexcept
            : at_{at}
            , end_{end} {
            skip_gaps();
        }
        [[nodiscard]] Item& operator*() const noexcept { return **at_; }
        iterator& operator++() noexcept {
            ++at_;
            skip_gaps();
            return *this;
        }
        friend bool operator==(iterator const& one, iterator const& other) noexcept {
            return one.at_ == other.at_;
        }

    private:
        void skip_gaps() noexcept {
            while (at_ != end_ && *at_ == nullptr)
                ++at_;
        }
        owner const* at_;
        owner const* end_;
    };

    /// Makes room for one more item, so that `add` cannot fail.
    void make_room() {
        if (all_.size() == all_.capacity())
            all_.reserve(all_.empty() ? 1 : 2 * all_.size());
    }
    Item& add(owner made) noexcept {
        made->position = static_cast<std::uint32_t>(all_.size());
        all_.push_back(std::move(made));
        return *all_.back();
    }

    [[nodiscard]] owner take(Item& of) noexcept {
        auto taken = std::move(all_[of.position]);
        ++gaps_;
        if (2 * gaps_ >= all_.size())
            close_gaps();
        return taken;
    }

    /// Requires that the list is not empty.
    [[nodiscard]] owner take_last() noexcept {
        while (all_.back() == nullptr) {
            all_.pop_back();
            --gaps_;
        }
        auto taken = std::move(all_.back());
        all_.pop_back();
        return taken;
    }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size() - gaps_; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] Item& front() const noexcept { return *begin(); }
    [[nodiscard]] iterator begin() const noexcept {
        return iterator{all_.data(), all_.data() + all_.size()};
    }
    [[nodiscard]] iterator end() const noexcept {
        return iterator{all_.data() + all_.size(), all_.data() + all_.size()};
    }

private:
    void close_gaps() noexcept {
        std::size_t kept = 0;
        for (auto& each : all_)
            if (each != nullptr) {
                each->position = static_cast<std::uint32_t>(kept);
                std::swap(all_[kept++], each);
            }
        while (all_.size() > kept)
            all_.pop_back();
        gaps_ = 0;
    }

    std::vector<owner> all_{};
    std::size_t gaps_{0};
};

} // namespace tacho::inline v0::detail

#endif
