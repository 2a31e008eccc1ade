// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "http/hostile/live_memory.hpp"

namespace {

// Lies before each block. The block begins `offset` bytes after the address that malloc returned.
struct header {
    std::size_t size;
    std::size_t offset;
    bool counted;
};

void add(std::size_t size) noexcept {
    using namespace live_memory;
    auto const now = bytes.fetch_add(size, std::memory_order_relaxed) + size;
    auto most = peak.load(std::memory_order_relaxed);
    while (most < now && !peak.compare_exchange_weak(most, now, std::memory_order_relaxed)) {}
}

void* allocate(std::size_t size, std::size_t alignment) {
    auto const offset = std::max(alignment, (sizeof(header) + 15) / 16 * 16);
    void* whole = nullptr;
    if (::posix_memalign(&whole, alignment, offset + size) != 0)
        throw std::bad_alloc{};
    auto* const block = static_cast<std::byte*>(whole) + offset;
    auto const* const about =
        new (block - sizeof(header)) header{size, offset, !live_memory::exempt};
    if (about->counted)
        add(size);
    return block;
}

// Not inline: GCC warns of `free` where it can see that the memory came from an operator new.
[[gnu::noinline]] void release(void* memory) noexcept {
    if (memory == nullptr)
        return;
    auto* const block = static_cast<std::byte*>(memory);
    auto const about = *reinterpret_cast<header const*>(block - sizeof(header));
    if (about.counted)
        live_memory::bytes.fetch_sub(about.size, std::memory_order_relaxed);
    std::free(block - about.offset);
}

} // namespace

// The operators for arrays are replaced, too, because a sanitizer's would not call the ones above.
void* operator new(std::size_t size) {
    return allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    try {
        return ::operator new(size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::nothrow_t const&) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}

void* operator new[](std::size_t size) {
    return allocate(size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept {
    try {
        return ::operator new[](size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}
void operator delete[](void* memory) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::nothrow_t const&) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}
