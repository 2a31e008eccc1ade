// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_RECEIVE_BUFFER_HPP
#define TACHO_HTTP_DETAIL_RECEIVE_BUFFER_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace tacho::inline v0::http::detail {

// Bytes that were received and not yet parsed, at most `capacity` of them. Allocates once.
class receive_buffer {
public:
    explicit receive_buffer(std::size_t capacity)
        : bytes_{std::make_unique<char[]>(capacity)}
        , capacity_{capacity} {}

    // The unused part of the buffer, in which to receive. Moves the unparsed bytes to the front.
    [[nodiscard]] std::span<char> prepare() noexcept {
        if (first_ != 0) {
            std::memmove(bytes_.get(), bytes_.get() + first_, last_ - first_);
            last_ -= first_;
            first_ = 0;
        }
        return {bytes_.get() + last_, capacity_ - last_};
    }

    void commit(std::size_t count) noexcept { last_ += count; }

    void consume(std::size_t count) noexcept {
        first_ += count;
        if (first_ == last_)
            clear();
    }

    void clear() noexcept { first_ = last_ = 0; }

    [[nodiscard]] std::string_view data() const noexcept {
        return {bytes_.get() + first_, last_ - first_};
    }

    [[nodiscard]] bool empty() const noexcept { return first_ == last_; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_;
    std::size_t first_ = 0;
    std::size_t last_ = 0;
};

} // namespace tacho::inline v0::http::detail

#endif
