// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_HANDLER_MEMORY_HPP
#define TACHO_HTTP_DETAIL_HANDLER_MEMORY_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <boost/asio/bind_allocator.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <new>
#include <utility>

namespace tacho::inline v0::http::detail {

// Memory for one pending handler, so that an asynchronous wait cannot fail because memory is short.
// A second handler that is pending at the same time gets memory from the heap. Asio gives the
// memory of a handler back before it calls the handler, on whichever thread runs the executor:
// outside of a strand.
//
// The memory is a member of an object that the handler keeps alive.
class handler_memory {
public:
    handler_memory() = default;
    handler_memory(handler_memory const&) = delete;
    handler_memory& operator=(handler_memory const&) = delete;

    // Wraps `handler`, so that Asio stores it in this memory.
    template <class Handler>
    [[nodiscard]] auto bind(Handler handler) noexcept {
        return boost::asio::bind_allocator(allocator<void>{this}, std::move(handler));
    }

private:
    template <class T>
    struct allocator {
        using value_type = T;

        explicit allocator(handler_memory* in) noexcept
            : from{in} {}
        template <class Other>
        allocator(allocator<Other> const& other) noexcept // NOLINT(google-explicit-constructor)
            : from{other.from} {}

        [[nodiscard]] T* allocate(std::size_t count) const {
            return static_cast<T*>(from->take(count * sizeof(T)));
        }
        void deallocate(T* memory, std::size_t) const noexcept { from->give_back(memory); }

        friend bool operator==(allocator const&, allocator const&) = default;

        handler_memory* from;
    };

    void* take(std::size_t size) {
        // pairs with the release in give_back()
        if (size > room_.size() || taken_.exchange(true, std::memory_order_acquire))
            return ::operator new(size);
        return room_.data();
    }

    void give_back(void* memory) noexcept {
        if (memory == room_.data())
            taken_.store(false, std::memory_order_release); // pairs with the acquire in take()
        else
            ::operator delete(memory);
    }

    // A write of four parts needs the most: 416 bytes on 64-bit Linux.
    alignas(std::max_align_t) std::array<std::byte, 512> room_{};
    std::atomic<bool> taken_{false};
};

} // namespace tacho::inline v0::http::detail

#endif
